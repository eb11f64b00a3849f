import { hexByte } from './bytes.ts';

/**
 * hexDecode: decodes pairs of hexadecimal digits; a pair that is none ends the decoding.
 *
 * Arguments: a value. Returns: the bytes.
 * @example hexDecode('54657374') // 'Test'
 */
export function hexDecode(value: string): string {
  let out = '';
  for (let at = 0; at + 1 < value.length; at += 2) {
    const byte = hexByte(value, at);
    if (byte < 0) break;
    out += String.fromCharCode(byte);
  }
  return out;
}
