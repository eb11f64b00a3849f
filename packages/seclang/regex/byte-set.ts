/**
 * A set of byte values: one flag per value 0–255. Values under inspection are latin1 strings, one character a byte, so
 * every single-character part of a pattern (literal, class, dot, escape) is such a set.
 */
export type ByteSet = Uint8Array;

/** The empty set. */
export function noBytes(): ByteSet {
  return new Uint8Array(256);
}

/** The set of all 256 values. */
export function allBytes(): ByteSet {
  return new Uint8Array(256).fill(1);
}

/** The set of the given inclusive ranges, as pairs: `byteRanges(48, 57, 97, 102)` is `[0-9a-f]`. */
export function byteRanges(...bounds: readonly number[]): ByteSet {
  const set = noBytes();
  for (let index = 0; index < bounds.length; index += 2) set.fill(1, bounds[index]!, bounds[index + 1]! + 1);
  return set;
}

/** All values that are not in `set`. */
export function complement(set: ByteSet): ByteSet {
  return set.map((flag) => 1 - flag);
}

/** Adds every member of `source` to `target`. */
export function addAll(target: ByteSet, source: ByteSet): void {
  for (let byte = 0; byte < 256; byte++) if (source[byte] === 1) target[byte] = 1;
}

/** The set with both cases of every ASCII letter in it (PCRE without UTF folds ASCII only in the C locale). */
export function foldCase(set: ByteSet): ByteSet {
  const folded = set.slice();
  for (let upper = 65; upper <= 90; upper++) {
    if (set[upper] === 1) folded[upper + 32] = 1;
    if (set[upper + 32] === 1) folded[upper] = 1;
  }
  return folded;
}

/** The members in rising order. */
export function members(set: ByteSet): number[] {
  const bytes: number[] = [];
  for (let byte = 0; byte < 256; byte++) if (set[byte] === 1) bytes.push(byte);
  return bytes;
}

/** PCRE's `\d`, `\w`, `\s`, `\h`, `\v` in the C locale (pcre2pattern(3), "Generic character types"). */
export const DIGIT = byteRanges(48, 57);
export const WORD = byteRanges(48, 57, 65, 90, 95, 95, 97, 122);
export const SPACE = byteRanges(9, 13, 32, 32);
export const HORIZONTAL_SPACE = byteRanges(9, 9, 32, 32, 160, 160);
export const VERTICAL_SPACE = byteRanges(10, 13, 133, 133);

/** POSIX class names inside brackets (pcre2pattern(3), "POSIX character classes"), C locale. */
export const POSIX_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alnum', byteRanges(48, 57, 65, 90, 97, 122)],
  ['alpha', byteRanges(65, 90, 97, 122)],
  ['ascii', byteRanges(0, 127)],
  ['blank', byteRanges(9, 9, 32, 32)],
  ['cntrl', byteRanges(0, 31, 127, 127)],
  ['digit', DIGIT],
  ['graph', byteRanges(33, 126)],
  ['lower', byteRanges(97, 122)],
  ['print', byteRanges(32, 126)],
  ['punct', byteRanges(33, 47, 58, 64, 91, 96, 123, 126)],
  ['space', SPACE],
  ['upper', byteRanges(65, 90)],
  ['word', WORD],
  ['xdigit', byteRanges(48, 57, 65, 70, 97, 102)],
]);
