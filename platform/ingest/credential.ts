/** Longest credential looked at, characters. */
const MAX_CREDENTIAL = 512;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The intake token in an `Authorization` header: `Splunk TOKEN`, `Bearer TOKEN`, `Basic` with the token as password, or
 * Elasticsearch's `ApiKey` with base64 of `id:TOKEN`. `undefined` when it is none of these.
 */
export function tokenOf(header: string): string | undefined {
  if (header.length > MAX_CREDENTIAL) return undefined;
  const [, scheme = '', credential = ''] = /^\s*(\w+)\s+(\S+)\s*$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'splunk':
    case 'bearer':
      return credential;
    case 'basic':
      return secretOf(credential);
    case 'apikey':
      // Some shippers are given the token itself and send it as it is. Its `_` is no base64, though decoders take it.
      return BASE64.test(credential) ? (secretOf(credential) ?? credential) : credential;
    default:
      return undefined;
  }
}

/** What stands behind the colon of a pair in base64. */
function secretOf(pair: string): string | undefined {
  const text = Buffer.from(pair, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 || colon === text.length - 1 ? undefined : text.slice(colon + 1);
}
