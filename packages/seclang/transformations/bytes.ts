/** Value of a hexadecimal digit's character code, or -1. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  return -1;
}

/** The byte that the two hexadecimal digits at `at` write, or -1. */
export function hexByte(value: string, at: number): number {
  const high = hexDigit(value.charCodeAt(at));
  const low = hexDigit(value.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/**
 * The byte for a 16-bit code written as four hexadecimal digits at `at`, or -1: the low byte, and for full-width ASCII
 * (U+FF01–U+FF5E) the ASCII character it imitates.
 */
export function wideByte(value: string, at: number): number {
  const high = hexByte(value, at);
  const low = hexByte(value, at + 2);
  if (high < 0 || low < 0) return -1;
  return high === 0xff && low > 0 && low < 0x5f ? low + 0x20 : low;
}

/** C's `isspace` in the C locale. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** A string of the given bytes. Long lists are joined in pieces, because arguments are limited. */
export function fromBytes(bytes: readonly number[] | Uint8Array): string {
  if (bytes.length < 4096) return String.fromCharCode(...bytes);
  return Buffer.from(bytes).toString('latin1');
}
