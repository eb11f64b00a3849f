import { type Token, token } from './token.ts';

/** A token and the offset behind it. */
export interface Read {
  readonly token: Token | undefined;
  readonly next: number;
}

/**
 * A string up to its closing delimiter; a delimiter that is doubled, or stands behind an odd number of backslashes, is
 * part of it. Without a closing one it runs to the end.
 *
 * @param start offset of the first byte inside
 * @param opened the delimiter where it stands in the input, empty where the input begins inside the string
 */
export function readString(text: string, start: number, delimiter: string, opened: string): Read {
  let at = text.indexOf(delimiter, start);
  while (at >= 0) {
    if (isEscaped(text, at, start)) at = text.indexOf(delimiter, at + 1);
    else if (text[at + 1] === delimiter) at = text.indexOf(delimiter, at + 2);
    else return { token: token('s', text.slice(start, at), opened, delimiter), next: at + 1 };
  }
  return { token: token('s', text.slice(start), opened), next: text.length };
}

function isEscaped(text: string, at: number, start: number): boolean {
  let backslashes = 0;
  for (let before = at - 1; before >= start && text[before] === '\\'; before--) backslashes++;
  return backslashes % 2 === 1;
}

/** A string between two marks of several characters, in which nothing is escaped (`$tag$…$tag$`, `q'[…]'`). */
export function readMarked(text: string, start: number, end: string, quote: string): Read {
  const at = text.indexOf(end, start);
  return at < 0
    ? { token: token('s', text.slice(start), quote), next: text.length }
    : { token: token('s', text.slice(start, at), quote, quote), next: at + end.length };
}
