import { hexByte } from './bytes.ts';

/**
 * urlDecode: decodes `%HH` and turns `+` into a space; malformed escapes stay as they are.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example urlDecode('a%20b+c%') // 'a b c%'
 */
export function urlDecode(value: string): string {
  let at = firstEscape(value);
  if (at < 0) return value;
  let out = value.slice(0, at);
  while (at < value.length) {
    const char = value[at]!;
    if (char === '%') {
      const byte = hexByte(value, at + 1);
      if (byte >= 0) {
        out += String.fromCharCode(byte);
        at += 3;
        continue;
      }
    }
    out += char === '+' ? ' ' : char;
    at++;
  }
  return out;
}

/** Offset of the first `%` or `+`, or -1. */
export function firstEscape(value: string): number {
  const percent = value.indexOf('%');
  const plus = value.indexOf('+');
  if (percent < 0) return plus;
  return plus < 0 ? percent : Math.min(percent, plus);
}
