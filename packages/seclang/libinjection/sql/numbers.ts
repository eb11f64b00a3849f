import type { Read } from './strings.ts';
import { token } from './token.ts';

const HEX = /[0-9A-Fa-f]*/y;
const BITS = /[01]*/y;
const DECIMAL = /[0-9]*(?:\.[0-9]*)?/y;
const EXPONENT = /[eE][+-]?([0-9]*)/y;

/** `12`, `1.5e3`, `0x1F`, `0b01`, Oracle's `1.2f`; a lone dot is punctuation, `1e` a word. */
export function readNumber(text: string, start: number): Read {
  const prefix = text.slice(start, start + 2).toLowerCase();
  if (prefix === '0x' || prefix === '0b') {
    const digits = run(prefix === '0x' ? HEX : BITS, text, start + 2);
    const next = start + 2 + digits.length;
    return { token: token(digits === '' ? 'n' : '1', text.slice(start, next)), next };
  }
  const decimal = run(DECIMAL, text, start);
  let next = start + decimal.length;
  if (decimal === '.') return { token: token('.', '.'), next };
  EXPONENT.lastIndex = next;
  const exponent = EXPONENT.exec(text);
  if (exponent !== null) next += exponent[0].length;
  if (/[dDfF]/.test(text[next] ?? '')) {
    const after = text[next + 1];
    // `1fUNION` is `1f UNION`, `1FROM` is `1 FROM`.
    if (after === undefined || isWhite(after) || /[;uU]/.test(after)) next++;
  }
  return { token: token(exponent !== null && exponent[1] === '' ? 'n' : '1', text.slice(start, next)), next };
}

/** White space of the databases together: control characters they pass over, and U+00A0. */
export function isWhite(char: string): boolean {
  return ' \t\n\v\f\r\0\xa0'.includes(char);
}

export function run(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
