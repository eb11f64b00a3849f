import { type AssertKind, RegexRefusal } from './ast.ts';
import {
  allBytes,
  type ByteSet,
  byteRanges,
  complement,
  DIGIT,
  HORIZONTAL_SPACE,
  SPACE,
  VERTICAL_SPACE,
  WORD,
} from './byte-set.ts';

/** What a backslash sequence stands for; `next` is the offset behind it. */
export type Escape =
  | { readonly kind: 'byte'; readonly byte: number; readonly next: number }
  | { readonly kind: 'set'; readonly set: ByteSet; readonly next: number }
  | { readonly kind: 'assert'; readonly assert: AssertKind; readonly next: number }
  | { readonly kind: 'keepOut'; readonly next: number }
  | { readonly kind: 'newline'; readonly next: number }
  | { readonly kind: 'backreference'; readonly reference: number | string; readonly next: number };

const SETS: ReadonlyMap<string, ByteSet> = new Map([
  ['d', DIGIT],
  ['D', complement(DIGIT)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', HORIZONTAL_SPACE],
  ['H', complement(HORIZONTAL_SPACE)],
  ['v', VERTICAL_SPACE],
  ['V', complement(VERTICAL_SPACE)],
  ['N', complement(byteRanges(10, 10))],
  ['C', allBytes()],
]);

const BYTES: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
]);

const ASSERTS: ReadonlyMap<string, AssertKind> = new Map([
  ['b', 'word'],
  ['B', 'notWord'],
  ['A', 'start'],
  // One match attempt from offset 0: "the start of this match" is the start of the subject.
  ['G', 'start'],
  ['z', 'end'],
  ['Z', 'endOrFinalNewline'],
]);

/**
 * Reads the sequence behind a backslash (pcre2pattern(3), "Backslash").
 *
 * `at` is the offset of the character after the backslash; `inClass` selects the meaning inside brackets, where `\b` is
 * a backspace and digits are always octal. Throws `RegexRefusal` for what has no exact equivalent (`\X`, `\p`).
 */
export function readEscape(pattern: string, at: number, inClass: boolean): Escape {
  const char = pattern[at];
  if (char === undefined) throw new RegexRefusal('\\ at end of pattern', at - 1);
  const next = at + 1;
  if (!/[0-9A-Za-z]/.test(char)) return { kind: 'byte', byte: byteOf(pattern, at), next };
  if (/[0-9]/.test(char)) return digits(pattern, at, inClass);
  const set = SETS.get(char);
  if (set !== undefined && !(inClass && char === 'N')) return { kind: 'set', set, next };
  const byte = BYTES.get(char);
  if (byte !== undefined) return { kind: 'byte', byte, next };
  if (char === 'x') return hexadecimal(pattern, at);
  if (char === 'o' && pattern[next] === '{') return braced(pattern, next, /^\{([0-7]+)\}/, 8);
  if (char === 'c') {
    const control = pattern.charCodeAt(next);
    if (!(control >= 32 && control < 127)) throw new RegexRefusal('\\c must be followed by a printable character', at);
    return { kind: 'byte', byte: pattern[next]!.toUpperCase().charCodeAt(0) ^ 64, next: next + 1 };
  }
  if (inClass) {
    if (char === 'b') return { kind: 'byte', byte: 8, next };
    throw new RegexRefusal(`escape \\${char} is not supported in a character class`, at - 1);
  }
  const assert = ASSERTS.get(char);
  if (assert !== undefined) return { kind: 'assert', assert, next };
  if (char === 'K') return { kind: 'keepOut', next };
  if (char === 'R') return { kind: 'newline', next };
  if (char === 'k' || char === 'g') return named(pattern, at);
  throw new RegexRefusal(`escape \\${char} is not supported`, at - 1);
}

function byteOf(pattern: string, at: number): number {
  const byte = pattern.charCodeAt(at);
  if (byte > 255) throw new RegexRefusal('patterns are bytes: character above U+00FF', at);
  return byte;
}

function hexadecimal(pattern: string, at: number): Escape {
  if (pattern[at + 1] === '{') return braced(pattern, at + 1, /^\{([0-9A-Fa-f]+)\}/, 16);
  const hex = /^[0-9A-Fa-f]{0,2}/.exec(pattern.slice(at + 1, at + 3))![0];
  return { kind: 'byte', byte: hex === '' ? 0 : Number.parseInt(hex, 16), next: at + 1 + hex.length };
}

function braced(pattern: string, at: number, form: RegExp, radix: number): Escape {
  const found = form.exec(pattern.slice(at, at + 16));
  if (found === null) throw new RegexRefusal('malformed character code in braces', at);
  const byte = Number.parseInt(found[1]!, radix);
  if (byte > 255) throw new RegexRefusal('character code above 0xff: values are bytes', at);
  return { kind: 'byte', byte, next: at + found[0].length };
}

/** `\1`–`\9` are back references, `\0` and three octal digits are bytes; PCRE's two-digit ambiguity is refused. */
function digits(pattern: string, at: number, inClass: boolean): Escape {
  const run = /^[0-9]+/.exec(pattern.slice(at, at + 4))![0];
  if (!inClass && run.length === 1 && run !== '0')
    return { kind: 'backreference', reference: Number(run), next: at + 1 };
  const octal = /^(?:0[0-7]{0,2}|[0-3][0-7]{2}|[0-7]{1,2})/.exec(run)?.[0];
  if (octal !== undefined && (inClass || run[0] === '0' || octal.length === 3))
    return { kind: 'byte', byte: Number.parseInt(octal, 8), next: at + octal.length };
  throw new RegexRefusal(`ambiguous escape \\${run}: write \\g{${run}} or \\x{..}`, at - 1);
}

function named(pattern: string, at: number): Escape {
  const rest = pattern.slice(at, at + 40);
  const number = /^g(?:\{([+-]?[0-9]+)\}|([+-]?[0-9]+))/.exec(rest);
  if (number !== null) {
    const value = number[1] ?? number[2]!;
    if (value.startsWith('+')) throw new RegexRefusal('forward references are not supported', at);
    return { kind: 'backreference', reference: Number(value), next: at + number[0].length };
  }
  const name = /^(?:k<(\w+)>|k'(\w+)'|k\{(\w+)\}|g\{(\w+)\})/.exec(rest);
  if (name === null) throw new RegexRefusal('subroutine calls are not supported', at);
  return {
    kind: 'backreference',
    reference: name[1] ?? name[2] ?? name[3] ?? name[4]!,
    next: at + name[0].length,
  };
}
