/**
 * hexEncode: writes each byte as two lower-case hexadecimal digits.
 *
 * Arguments: a value. Returns: its hexadecimal text.
 * @example hexEncode('Test') // '54657374'
 */
export function hexEncode(value: string): string {
  return Buffer.from(value, 'latin1').toString('hex');
}
