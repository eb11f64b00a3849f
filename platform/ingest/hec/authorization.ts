import type { Sender, SenderCheck } from '../ports.ts';
import type { HecCode } from './answers.ts';

/** Longest credential looked at, characters. */
const MAX_CREDENTIAL = 512;

/**
 * Who sends: `Authorization: Splunk TOKEN`, `Bearer TOKEN`, or Basic with the token as password. Answers the sender or
 * the code that ends the request.
 */
export async function authorize(
  header: string | undefined,
  tokenInQuery: boolean,
  check: SenderCheck,
): Promise<Sender | HecCode> {
  if (header === undefined || header.trim() === '') return tokenInQuery ? 16 : 2;
  const token = tokenOf(header);
  if (token === undefined) return 3;
  const sender = await check(token);
  if (sender === 'unknown') return 4;
  return sender === 'disabled' ? 1 : sender;
}

function tokenOf(header: string): string | undefined {
  if (header.length > MAX_CREDENTIAL) return undefined;
  const [, scheme = '', credential = ''] = /^\s*(\w+)\s+(\S+)\s*$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'splunk':
    case 'bearer':
      return credential;
    case 'basic': {
      const pair = Buffer.from(credential, 'base64').toString('utf8');
      const colon = pair.indexOf(':');
      return colon === -1 || colon === pair.length - 1 ? undefined : pair.slice(colon + 1);
    }
    default:
      return undefined;
  }
}
