import { hexDecode } from './hexDecode.ts';

/**
 * sqlHexDecode: decodes SQL's hexadecimal literals (`0x414243`) to the bytes they stand for.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example sqlHexDecode('0x414243') // 'ABC'
 */
export function sqlHexDecode(value: string): string {
  return value.replace(/0[xX]((?:[0-9A-Fa-f]{2})+)/g, (_whole, digits: string) => hexDecode(digits));
}
