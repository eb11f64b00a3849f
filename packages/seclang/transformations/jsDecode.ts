import { hexByte, wideByte } from './bytes.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * jsDecode: decodes JavaScript escapes: `\uHHHH` (low byte, full-width ASCII mapped), `\xHH`, `\OOO`, `\n` and its
 * kin; any other escaped character stands for itself.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example jsDecode('\\u0061\\x62\\143') // 'abc'
 */
export function jsDecode(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-3][0-7]{2}|[0-7]{1,2})|(.))/gs, decodeOne);
}

function decodeOne(
  _whole: string,
  wide: string | undefined,
  hex: string | undefined,
  octal: string | undefined,
  other: string | undefined,
): string {
  if (wide !== undefined) return String.fromCharCode(wideByte(wide, 0));
  if (hex !== undefined) return String.fromCharCode(hexByte(hex, 0));
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  return Object.hasOwn(SIMPLE, other!) ? SIMPLE[other!]! : other!;
}
