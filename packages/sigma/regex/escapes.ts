import type { ActiveFlags, RegexNode } from './ast.ts';
import { fault, type RegexReader } from './parse.ts';

/** Classes of one letter, as JavaScript class text. `\s` is PCRE's: six ASCII characters, not Unicode's. */
const SETS: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['w', '0-9A-Za-z_'],
  ['s', '\\t-\\r '],
  ['h', '\\t '],
  ['v', '\\n-\\r'],
  ['N', '\\n'],
]);
const POSIX: ReadonlyMap<string, string> = new Map([
  ['alpha', 'A-Za-z'],
  ['digit', '0-9'],
  ['alnum', '0-9A-Za-z'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['space', '\\t-\\r '],
  ['punct', '!-\\/:-@\\[-`{-~'],
  ['xdigit', '0-9A-Fa-f'],
  ['word', '0-9A-Za-z_'],
  ['blank', '\\t '],
  ['cntrl', '\\x00-\\x1f\\x7f'],
  ['print', ' -~'],
  ['graph', '!-~'],
]);
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\x07'],
  ['e', '\x1b'],
  ['0', '\0'],
]);

/** An escape outside a class. */
export function readEscape(reader: RegexReader, flags: ActiveFlags): RegexNode {
  const next = reader.source[reader.at + 1];
  if (next === undefined) throw fault(reader, 'ends with a backslash');
  if (next === 'b' || next === 'B' || next === 'A' || next === 'z' || next === 'Z') {
    reader.at += 2;
    return { kind: 'assert', text: `\\${next}`, lines: false };
  }
  const set = readSet(reader);
  if (set !== undefined) return set;
  if (next >= '1' && next <= '9') {
    reader.at += 2;
    if (Number(next) > reader.groups) throw fault(reader, `no group ${next}`);
    return { kind: 'backreference', index: Number(next) };
  }
  return { kind: 'char', char: readChar(reader), fold: flags.i };
}

/** `\d`, `\S`, `\p{L}` and the like at the reader, or `undefined`. */
function readSet(reader: RegexReader): RegexNode | undefined {
  const rest = reader.source.slice(reader.at, reader.at + 40);
  const unicode = /^\\[pP](?:\{\^?[A-Za-z_=]{1,30}\}|[A-Z])/.exec(rest)?.[0];
  if (unicode !== undefined) {
    reader.at += unicode.length;
    return { kind: 'set', text: unicode.length === 3 ? `${unicode.slice(0, 2)}{${unicode[2]}}` : unicode };
  }
  const letter = rest[1] ?? '';
  const body = SETS.get(letter) ?? (letter === 'v' ? undefined : SETS.get(letter.toLowerCase()));
  if (body === undefined || !/[dDwWsShHvVN]/.test(letter)) return undefined;
  reader.at += 2;
  return { kind: 'class', negated: letter === 'N' || letter !== letter.toLowerCase(), body };
}

/** The character of an escape such as `\x41`, `\u0041`, `\t` or `\.`; moves the reader behind it. */
function readChar(reader: RegexReader): string {
  const rest = reader.source.slice(reader.at, reader.at + 12);
  const code = /^\\(?:x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/.exec(rest);
  if (code !== null) {
    reader.at += code[0].length;
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16);
    if (point > 0x10ffff) throw fault(reader, 'no such character');
    return String.fromCodePoint(point);
  }
  const letter = rest[1];
  if (letter === undefined) throw fault(reader, 'ends with a backslash');
  reader.at += 2;
  const control = CONTROLS.get(letter);
  if (control !== undefined) return control;
  if (/[A-Za-z0-9]/.test(letter)) throw fault(reader, `\\${letter} is not supported`);
  return letter;
}

/** A bracketed class; the reader is at `[`. */
export function parseClass(reader: RegexReader, flags: ActiveFlags): RegexNode {
  reader.at++;
  const negated = reader.source[reader.at] === '^';
  if (negated) reader.at++;
  let body = '';
  let first = true;
  for (;;) {
    const char = reader.source[reader.at];
    if (char === undefined) throw fault(reader, `'[' without ']'`);
    if (char === ']' && !first) break;
    first = false;
    const posix = /^\[:(\^?)(\w+):\]/.exec(reader.source.slice(reader.at, reader.at + 16));
    if (posix !== null) {
      const set = POSIX.get(posix[2]!);
      if (set === undefined || posix[1] !== '') throw fault(reader, `no class ${posix[0]}`);
      body += set;
      reader.at += posix[0].length;
      continue;
    }
    body += classMember(reader, flags);
  }
  reader.at++;
  return { kind: 'class', negated, body };
}

function classMember(reader: RegexReader, flags: ActiveFlags): string {
  const set = reader.source[reader.at] === '\\' ? readSet(reader) : undefined;
  if (set?.kind === 'set') return set.text;
  if (set?.kind === 'class') {
    if (!set.negated) return set.body;
    const letter = reader.source[reader.at - 1]!;
    // A negated set inside a class has no text of its own; JavaScript's own is the same for d and w, near for s.
    if (!/[DWS]/.test(letter)) throw fault(reader, `\\${letter} inside a class is not supported`);
    return `\\${letter}`;
  }
  const from = classChar(reader);
  const ranged =
    reader.source[reader.at] === '-' && !/^-(?:\]|\\[dDwWsS])/.test(reader.source.slice(reader.at, reader.at + 3));
  if (!ranged) return caseVariants(from, from, flags.i);
  reader.at++;
  const to = classChar(reader);
  if (to.codePointAt(0)! < from.codePointAt(0)!) throw fault(reader, 'a range runs backwards');
  return caseVariants(from, to, flags.i);
}

function classChar(reader: RegexReader): string {
  const char = reader.source[reader.at];
  if (char === undefined) throw fault(reader, `'[' without ']'`);
  if (char === '\\') {
    if (reader.source[reader.at + 1] === 'b') {
      reader.at += 2;
      return '\b';
    }
    return readChar(reader);
  }
  const whole = String.fromCodePoint(reader.source.codePointAt(reader.at)!);
  reader.at += whole.length;
  return whole;
}

/** A range as class text; where case does not matter, with the other case of the letters in it. */
function caseVariants(from: string, to: string, fold: boolean): string {
  const range = (a: number, b: number): string => (a > b ? '' : a === b ? unit(a) : `${unit(a)}-${unit(b)}`);
  const [low, high] = [from.codePointAt(0)!, to.codePointAt(0)!];
  let text = range(low, high);
  if (!fold) return text;
  text += range(Math.max(low, 0x41) + 0x20, Math.min(high, 0x5a) + 0x20);
  text += range(Math.max(low, 0x61) - 0x20, Math.min(high, 0x7a) - 0x20);
  if (low === high && low > 0x7f)
    for (const other of [from.toLowerCase(), from.toUpperCase()])
      if (other !== from && other.length === from.length) text += unit(other.codePointAt(0)!);
  return text;
}

/** One character as JavaScript regular expression text, safe inside and outside classes. */
export function unit(point: number): string {
  if (/[0-9A-Za-z_ ]/.test(String.fromCodePoint(point))) return String.fromCodePoint(point);
  return point > 0xffff ? String.fromCodePoint(point) : `\\u${point.toString(16).padStart(4, '0')}`;
}
