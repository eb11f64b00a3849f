import { hexByte, hexDigit, isSpace, wideByte } from './bytes.ts';

/**
 * cssDecode: decodes CSS 2.x escapes (CSS 2.1, section 4.1.3): a backslash and one to six hexadecimal digits, of which
 * the last two make the byte; one white space behind them belongs to the escape. Any other escaped character stands for
 * itself, an escaped newline for nothing.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example cssDecode('\\6a av\\000061script') // 'javascript' with 'j' and 'a' decoded
 */
export function cssDecode(value: string): string {
  let at = value.indexOf('\\');
  if (at < 0) return value;
  let out = value.slice(0, at);
  while (at < value.length) {
    if (value[at] !== '\\') {
      out += value[at++];
      continue;
    }
    at++;
    let digits = 0;
    while (digits < 6 && hexDigit(value.charCodeAt(at + digits)) >= 0) digits++;
    if (digits > 0) {
      out += String.fromCharCode(codeOf(value, at, digits));
      at += digits;
      if (at < value.length && isSpace(value.charCodeAt(at))) at++;
    } else if (at < value.length) {
      if (value[at] !== '\n') out += value[at];
      at++;
    }
  }
  return out;
}

function codeOf(value: string, at: number, digits: number): number {
  if (digits === 1) return hexDigit(value.charCodeAt(at));
  const leading = value.slice(at, at + Math.max(0, digits - 4));
  if (digits >= 4 && /^0*$/.test(leading)) return wideByte(value, at + digits - 4);
  return hexByte(value, at + digits - 2);
}
