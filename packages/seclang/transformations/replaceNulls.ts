/**
 * replaceNulls: turns NUL bytes into spaces.
 *
 * Arguments: a value. Returns: the value with spaces for NUL.
 * @example replaceNulls('a\0b') // 'a b'
 */
export function replaceNulls(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', ' ') : value;
}
