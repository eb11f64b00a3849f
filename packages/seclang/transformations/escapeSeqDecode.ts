import { hexByte } from './bytes.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  "'": "'",
  '"': '"',
};

/**
 * escapeSeqDecode: decodes ANSI C escapes: `\a \b \f \n \r \t \v \\ \? \' \" \xHH \0OOO`. Unknown ones stay as they
 * are.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example escapeSeqDecode('\\x41\\102') // 'AB'
 */
export function escapeSeqDecode(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\(?:x([0-9A-Fa-f]{2})|([0-7]{1,3})|([abfnrtv\\?'"]))/g, (whole, hex, octal, simple) => {
    if (hex !== undefined) return String.fromCharCode(hexByte(hex, 0));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    return SIMPLE[simple] ?? whole;
  });
}
