/**
 * base64DecodeExt: decodes Base64 and passes over characters outside its alphabet (RFC 2045's forgiving reading).
 *
 * Arguments: a value. Returns: the decoded bytes.
 * @example base64DecodeExt('P.HNjcmlwd') // '<scrip'
 */
export function base64DecodeExt(value: string): string {
  return Buffer.from(value.replace(/[^A-Za-z0-9+/]/g, ''), 'base64').toString('latin1');
}
