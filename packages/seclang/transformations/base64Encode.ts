/**
 * base64Encode: encodes with the standard alphabet and padding (RFC 4648, section 4).
 *
 * Arguments: a value. Returns: its Base64 text.
 * @example base64Encode('Test') // 'VGVzdA=='
 */
export function base64Encode(value: string): string {
  return Buffer.from(value, 'latin1').toString('base64');
}
