/**
 * removeWhitespace: deletes white space (C's `isspace` and the no-break space 0xA0).
 *
 * Arguments: a value. Returns: the value without white space.
 * @example removeWhitespace('a \t b') // 'ab'
 */
export function removeWhitespace(value: string): string {
  return value.replace(/[\t-\r \xa0]+/g, '');
}
