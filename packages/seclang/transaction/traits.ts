/** Every value has this one. */
export const ANY = 1;
/** Has a capital letter. */
export const UPPER = 2;
/** Has a space; single ones between other characters. */
export const SPACE = 4;
/** Has blanks of other kinds, several at a place, or some at an end. */
export const BLANK = 8;
export const PERCENT = 16;
export const PLUS = 32;
export const AMPERSAND = 64;
export const BACKSLASH = 128;
export const SLASH = 256;
/** Has what command lines are written around: quotes, carets, commas, semicolons, parentheses. */
export const COMMAND = 512;
/** Has `#` or `--`. */
export const COMMENT = 1_024;
export const NUL = 2_048;
/** Has a byte above ASCII. */
export const HIGH = 4_096;
/** Is a name of a folder itself: one dot or two. */
export const DOTS = 8_192;
/** Everything at once. */
export const ALL = 16_383;

const OF_BYTE = new Uint16Array(256);
for (let byte = 0x80; byte < 0x100; byte++) OF_BYTE[byte] = HIGH;
for (let byte = 65; byte <= 90; byte++) OF_BYTE[byte] = UPPER;
for (const [chars, trait] of [
  ['\t\n\v\f\r', BLANK],
  ['\xa0', BLANK | HIGH],
  [' ', SPACE],
  ['%', PERCENT],
  ['+', PLUS],
  ['&', AMPERSAND],
  ['\\', BACKSLASH],
  ['/', SLASH],
  [`"'^,;()`, COMMAND],
  ['#', COMMENT],
  ['\0', NUL],
] as const)
  for (const char of chars) OF_BYTE[char.charCodeAt(0)] = trait;

const BLANK_CODE = 32;
const HYPHEN_CODE = 45;

/**
 * What is in a value that transformations could change, as a set of bits. Most values of ordinary requests have little,
 * and most transformations undo encodings that are then not there.
 */
export function traitsOf(value: string): number {
  let traits = ANY;
  let before = BLANK_CODE;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    traits |= OF_BYTE[code & 255]!;
    if (code === before) {
      if (code === BLANK_CODE) traits |= BLANK;
      else if (code === HYPHEN_CODE) traits |= COMMENT;
    }
    before = code;
  }
  if (before === BLANK_CODE && value !== '') traits |= BLANK;
  return value === '.' || value === '..' ? traits | DOTS : traits;
}
