import type { NativeView } from '@haechi/event';

/**
 * Reads `key=value key="quoted value" key='quoted'` into a view; a key said twice keeps its first value.
 *
 * A bare value ends at a space. Backslash escapes inside quotes are undone. Words without `=` are passed over. Linear
 * in the text; at most `limit` pairs.
 *
 * @returns how many pairs there were.
 */
export function readKeyValues(text: string, start: number, native: NativeView, limit: number, separator = 61): number {
  const length = text.length;
  let at = start;
  let count = 0;
  while (at < length && count < limit) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 44 || code === 59) {
      at += 1;
      continue;
    }
    let equals = at;
    while (equals < length) {
      const next = text.charCodeAt(equals);
      if (next === separator || next <= 32 || next === 34) break;
      equals += 1;
    }
    if (equals === at || text.charCodeAt(equals) !== separator) {
      at = Math.max(equals, at + 1);
      continue;
    }
    const key = text.slice(at, equals);
    const quote = text.charCodeAt(equals + 1);
    let end: number;
    let value: string;
    if (quote === 34 || (quote === 39 && text.indexOf("'", equals + 2) > 0)) {
      end = endOfQuoted(text, equals + 2, quote);
      value = text.slice(equals + 2, end);
      if (value.indexOf('\\') >= 0) value = value.replace(/\\(["'\\])/g, '$1');
      end += 1;
    } else {
      end = equals + 1;
      while (end < length && text.charCodeAt(end) > 32) end += 1;
      value = text.slice(equals + 1, end);
    }
    native[key] ??= value;
    count += 1;
    at = end;
  }
  return count;
}

function endOfQuoted(text: string, start: number, quote: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}
