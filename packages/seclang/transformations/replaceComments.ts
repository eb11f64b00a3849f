/**
 * replaceComments: turns every C comment into one space, an unclosed one up to the end too. A lone `*\/` stays.
 *
 * Arguments: a value. Returns: the value with comments replaced.
 * @example replaceComments('a/* b *\/c') // 'a c'
 */
export function replaceComments(value: string): string {
  if (!value.includes('/*')) return value;
  let out = '';
  let at = 0;
  for (;;) {
    const start = value.indexOf('/*', at);
    if (start < 0) return out + value.slice(at);
    out += value.slice(at, start) + ' ';
    const end = value.indexOf('*/', start + 2);
    if (end < 0) return out;
    at = end + 2;
  }
}
