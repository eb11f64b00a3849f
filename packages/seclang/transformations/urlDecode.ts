import { hexByte } from './bytes.ts';

/**
 * urlDecode: decodes `%HH` and turns `+` into a space; malformed escapes stay as they are.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example urlDecode('a%20b+c%') // 'a b c%'
 */
export function urlDecode(value: string): string {
  const spaced = value.includes('+') ? value.replaceAll('+', ' ') : value;
  let at = spaced.indexOf('%');
  if (at < 0) return spaced;
  let out = '';
  let from = 0;
  for (; at >= 0; at = spaced.indexOf('%', at)) {
    const byte = hexByte(spaced, at + 1);
    if (byte < 0) {
      at++;
      continue;
    }
    out += spaced.slice(from, at) + String.fromCharCode(byte);
    at += 3;
    from = at;
  }
  return from === 0 ? spaced : out + spaced.slice(from);
}
