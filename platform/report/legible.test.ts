import fc from 'fast-check';
import { expect, test } from 'vitest';
import { legible } from './legible.ts';

test('shows what would not print or would mislead, and keeps lines and tabs', () => {
  expect(legible('a\u0000b\u202ec\u200bd\ud800e\n\tf', 100)).toBe('a\\u{0}b\\u{202e}c\\u{200b}d\\u{d800}e\n\tf');
  expect(legible('한글 漢字 😀', 100)).toBe('한글 漢字 😀');
});

test('cuts past the limit, never through a pair, and says how much is missing', () => {
  expect(legible('abcd', 4)).toBe('abcd');
  expect(legible('abcde', 4)).toBe('abcd … (+1)');
  expect(legible('abc😀', 4)).toBe('abc … (+2)');
});

test('gives well-formed text without controls whatever comes in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (text, max) => {
      const printed = legible(text, max);
      return printed.isWellFormed() && !/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/.test(printed);
    }),
  );
});
