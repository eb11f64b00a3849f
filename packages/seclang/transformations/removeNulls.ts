/**
 * removeNulls: deletes NUL bytes.
 *
 * Arguments: a value. Returns: the value without NUL.
 * @example removeNulls('a\0b') // 'ab'
 */
export function removeNulls(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', '') : value;
}
