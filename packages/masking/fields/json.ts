import type { Found, Masker } from '../masker.ts';

const SPACE = /[ \t\r\n]/;
/** What a number, `true`, `false` or `null` is made of. */
const LITERAL = /[0-9A-Za-z+.-]/;

/**
 * Masks values in JSON text, by their names and by their looks, in one pass and without parsing: what is cut off, or no
 * JSON at all further on, is masked as far as it goes, and everything else stays as it was sent.
 */
export function maskJson(text: string, masker: Masker, found: Found): string {
  let out = '';
  let copied = 0;
  let at = 0;
  let depth = 0;
  /** Depth of the object or list that is secret as a whole, with the name it has. */
  let secretDepth = -1;
  let secretName = '';
  let key: string | undefined;
  const put = (from: number, to: number, value: string): void => {
    out += text.slice(copied, from) + value;
    copied = to;
  };
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '"') {
      const end = stringEnd(text, at + 1);
      const name = key ?? (secretDepth >= 0 ? secretName : undefined);
      if (isKey(text, end)) {
        key = unquoted(text.slice(at + 1, end));
        at = text.indexOf(':', end) + 1;
        if (secretDepth >= 0) key = secretName;
        continue;
      }
      const raw = text.slice(at + 1, end);
      const value = unquoted(raw);
      const masked = masker.field(name ?? '', value, found);
      if (masked !== value) put(at + 1, end, JSON.stringify(masked).slice(1, -1));
      key = undefined;
      at = end + 1;
    } else if (LITERAL.test(char)) {
      let end = at + 1;
      while (end < text.length && LITERAL.test(text[end] as string)) end++;
      const value = text.slice(at, end);
      const name = key ?? (secretDepth >= 0 ? secretName : '');
      const masked = value === 'null' ? value : masker.field(name, value, found);
      if (masked !== value) put(at, end, JSON.stringify(masked));
      key = undefined;
      at = end;
    } else {
      if (char === '{' || char === '[') {
        depth++;
        if (secretDepth < 0 && key !== undefined && masker.isSecret(key)) [secretDepth, secretName] = [depth, key];
        key = undefined;
      } else if (char === '}' || char === ']') {
        if (depth === secretDepth) secretDepth = -1;
        depth--;
        key = undefined;
      } else if (char === ',') key = undefined;
      at++;
    }
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** Where the string that began before `from` has its closing quote; the text's end where it is cut off. */
function stringEnd(text: string, from: number): number {
  let end = text.indexOf('"', from);
  while (end > 0) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\' && end - 1 - slashes >= from) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && SPACE.test(text[at] as string)) at++;
  return text[at] === ':';
}

function unquoted(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}
