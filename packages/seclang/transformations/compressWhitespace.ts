/**
 * compressWhitespace: turns every run of white space (C's `isspace` and the no-break space 0xA0) into one space.
 *
 * Arguments: a value. Returns: the value with single spaces.
 * @example compressWhitespace('a \t\n b') // 'a b'
 */
export function compressWhitespace(value: string): string {
  return value.replace(/[\t-\r \xa0]+/g, ' ');
}
