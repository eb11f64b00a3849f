/**
 * length: the number of bytes of the value, as decimal text for numeric operators.
 *
 * Arguments: a value. Returns: its length.
 * @example length('abc') // '3'
 */
export function length(value: string): string {
  return String(value.length);
}
