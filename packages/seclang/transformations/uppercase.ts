/**
 * uppercase: upper-cases ASCII letters; bytes above 0x7F stay, as in the C locale.
 *
 * Arguments: a value. Returns: the upper-cased value.
 * @example uppercase('select') // 'SELECT'
 */
export function uppercase(value: string): string {
  return value.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
