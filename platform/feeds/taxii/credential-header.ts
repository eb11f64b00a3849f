import type { FeedCredential } from '../feed.ts';

/** Headers that a key may not stand in for: they say how the request is to be read. */
const RESERVED = /^(?:accept|accept-.*|connection|content-.*|expect|host|te|trailer|transfer-encoding|upgrade)$/i;

/** True where a request can carry it: visible ASCII in headers, no colon in a name of Basic (RFC 7617). */
export function canBeSent(credential: FeedCredential): boolean {
  if (credential.kind === 'basic')
    return !/[:\p{Cc}]/u.test(credential.username) && !/\p{Cc}/u.test(credential.password);
  if (credential.kind === 'bearer') return /^[\x21-\x7e]+$/.test(credential.token);
  return /^[A-Za-z0-9-]{1,64}$/.test(credential.header) && !RESERVED.test(credential.header) && isValue(credential.key);
}

/** The header by which a credential is shown. */
export function credentialHeader(credential: FeedCredential | undefined): Readonly<Record<string, string>> {
  if (credential === undefined) return {};
  if (credential.kind === 'bearer') return { authorization: `Bearer ${credential.token}` };
  if (credential.kind === 'api_key') return { [credential.header]: credential.key };
  const pair = Buffer.from(`${credential.username}:${credential.password}`, 'utf8').toString('base64');
  return { authorization: `Basic ${pair}` };
}

function isValue(text: string): boolean {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}
