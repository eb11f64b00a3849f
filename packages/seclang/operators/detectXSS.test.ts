import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectXSS } from './detectXSS.ts';

const bound = detectXSS.bind('', { dataFile: () => undefined });

test('values that would run something in a page, and values that would not', () => {
  const captured: string[] = [];
  expect(bound.test('<svg onload=alert(1)>', captured)).toBe(true);
  expect(captured).toEqual(['<svg onload=alert(1)>']);
  expect(bound.test('1 < 2 and 3 > 2', captured)).toBe(false);
});

test('nothing is detected in a value without what the prefilter asks for', () => {
  const pieces = fc.constantFrom(
    'onload',
    ' ',
    '"',
    "'",
    '`',
    '>',
    '/',
    'javascript:',
    'style',
    '!--',
    '\0',
    'a',
    '&#60;',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (words) => !bound.test(words.join(''))),
    { numRuns: 3_000 },
  );
});
