import type { BoundTest, Operator } from './operator.ts';

const HIGH_BYTES: readonly string[] = Array.from({ length: 128 }, (_item, index) => String.fromCharCode(128 + index));

/**
 * @validateUtf8Encoding: succeeds where the value is not well-formed UTF-8 (RFC 3629, section 4: no overlong forms, no
 * surrogates, nothing above U+10FFFF).
 *
 * Arguments: none. Returns: whether the encoding is malformed.
 * @example validateUtf8Encoding.bind('', resources).test('\xc0\xaf') // true
 */
export const validateUtf8Encoding: Operator = {
  macros: false,
  bind: (): BoundTest => ({ necessary: [HIGH_BYTES], test: (value) => !isUtf8(value) }),
};

function isUtf8(value: string): boolean {
  let at = 0;
  while (at < value.length) {
    const lead = value.charCodeAt(at);
    const tail = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    if (tail < 0) return false;
    for (let index = 1; index <= tail; index++) {
      const byte = value.charCodeAt(at + index);
      if (!(byte >= 0x80 && byte <= 0xbf)) return false;
    }
    if (tail > 1 && !isSecondByte(lead, value.charCodeAt(at + 1))) return false;
    at += tail + 1;
  }
  return true;
}

function isSecondByte(lead: number, second: number): boolean {
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second <= 0x8f;
}
