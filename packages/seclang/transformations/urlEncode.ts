/**
 * urlEncode: keeps ASCII letters, digits and `*`, writes a space as `+` and every other byte as `%hh`.
 *
 * Arguments: a value. Returns: the encoded value.
 * @example urlEncode('a b&') // 'a+b%26'
 */
export function urlEncode(value: string): string {
  return value.replace(/[^0-9A-Za-z*]/g, (char) =>
    char === ' ' ? '+' : '%' + char.charCodeAt(0).toString(16).padStart(2, '0'),
  );
}
