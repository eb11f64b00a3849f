/**
 * lowercase: lower-cases ASCII letters; bytes above 0x7F stay, as in the C locale.
 *
 * Arguments: a value. Returns: the lower-cased value.
 * @example lowercase('SELECT') // 'select'
 */
export function lowercase(value: string): string {
  if (!/[A-Z]/.test(value)) return value;
  if (!/[\x80-\xff]/.test(value)) return value.toLowerCase();
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
