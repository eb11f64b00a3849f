import { randomBytes } from 'node:crypto';
import { newSecret } from './secrets.ts';

/** `hk_<prefix>_<secret>`: 8 hex digits to recognise it by, then 256 random bits in base64url. */
const API_TOKEN = /^(hk_[0-9a-f]{8})_[A-Za-z0-9_-]{43}$/;

/** A new API token: the whole is shown once; `prefix` stays visible. */
export function newApiToken(): { token: string; prefix: string } {
  const prefix = `hk_${randomBytes(4).toString('hex')}`;
  return { token: `${prefix}_${newSecret()}`, prefix };
}

/** The visible prefix of a well-formed token, else `undefined`: nothing else is worth a look-up. */
export function prefixOf(token: string): string | undefined {
  return API_TOKEN.exec(token)?.[1];
}
