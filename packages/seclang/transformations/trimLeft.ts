/**
 * trimLeft: deletes white space (C's `isspace`) at the start.
 *
 * Arguments: a value. Returns: the trimmed value.
 * @example trimLeft(' a ') // 'a '
 */
export function trimLeft(value: string): string {
  return value.replace(/^[\t-\r ]+/, '');
}
