import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { injectionValues } from '../../../test/bench/made/injection-values.ts';
import { openOracle } from './generate/oracle.ts';
import { detectSqli, detectXss } from './index.ts';
import { fingerprint } from './sql/fingerprint.ts';
import { isPlain } from './sql/plain.ts';
import { isKnownShape } from './sql/shapes.ts';
import { knownWords } from './sql/words.ts';

test.each([
  ["1' or '1'='1", 's&sos'],
  ['1 union select null,version()', '1UEv,'],
  ["admin'--", 'sc'],
  ['1; drop table users', '1;Tnn'],
  ['-1 union all select 1,2,3--', '1UE1c'],
  ["'||sleep(5)||'", 's&f(1'],
  ['1 and 1=1', '1&1'],
  ['/*!50000select*/', 'X'],
  ['1 or 0x50=0x50', '1&1'],
])('%s is an injection', (value, shape) => {
  expect(detectSqli(value)).toEqual({ injection: true, fingerprint: shape });
});

test.each([
  'the price is 10 and the seat is 5A',
  "don't rock the boat",
  "O'Brien & Sons",
  'select your seat',
  'user@example.com',
  'C++ and C#',
  'union station',
  '2026-01-02 03:04:05',
  '김민수',
  '',
])('%s is ordinary', (text) => {
  expect(detectSqli(Buffer.from(text).toString('latin1'))).toEqual({ injection: false, fingerprint: '' });
});

test.each([
  ['1 union select 1 from x', '1UE1k'],
  ["x' and 1=1 -- ", 's&1c'],
  ['1)) or ((1=1', '1)&(1'],
  ['a.b.c = 1 or 2', 'n&1'],
])('the shape of %s is %s', (value, shape) => {
  const quote = value.startsWith('x') ? "'" : '';
  expect(fingerprint(value, quote, 'ansi').shape).toBe(shape);
});

test('a value of one word or number has a shape of one token at the most', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(?:[A-Za-z_][A-Za-z0-9_]{0,40}|[0-9]{0,40})$/), (value) => {
      expect(fingerprint(value, '', 'ansi').shape.length).toBeLessThanOrEqual(1);
      expect(fingerprint(value, '', 'mysql').shape.length).toBeLessThanOrEqual(1);
    }),
  );
});

test('what is passed over as plain has the shape of no injection', () => {
  const partsOfPhrases = knownWords().flatMap((phrase) => phrase.split(' '));
  const word = fc.oneof(
    fc.constantFrom(...partsOfPhrases),
    fc.constantFrom(...partsOfPhrases.filter(isPlain)),
    fc.constantFrom(
      'a1',
      '0x1f',
      '1e5',
      '12d',
      'n',
      'x',
      'text',
      'int',
      'A_b',
      '',
      '.',
      '1.5',
      'a.b',
      'select.1',
      'x.',
      '.5',
    ),
    fc.stringMatching(/^[A-Za-z0-9_.]{0,8}$/),
  );
  let plain = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const value = words.join(' ');
      if (!isPlain(value)) return;
      plain++;
      expect(fingerprint(value, '', 'ansi').disputed).toBe(false);
      expect(isKnownShape(fingerprint(value, '', 'ansi').shape)).toBe(false);
    }),
    { numRuns: 20_000 },
  );
  expect(plain).toBeGreaterThan(500);
  expect(
    ['select 1', 'GROUP  by', '1 or 1', 'a  1e5', '0 natural int outer a', 'select.x', 'a . b'].filter(isPlain),
  ).toEqual([]);
  expect(['field 7', 'value number 3', '', 'some words', 'json.items.array_0.title'].every(isPlain)).toBe(true);
});

test('any bytes get a verdict, and long ones in linear time', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(255), { maxLength: 60 }), (bytes) => {
      const value = Buffer.from(bytes).toString('latin1');
      expect(detectSqli(value).fingerprint.length).toBeLessThanOrEqual(5);
      detectXss(value);
    }),
  );
  for (const piece of [
    "'",
    '(',
    '/*',
    '--',
    '\\',
    '$$',
    '`',
    'a.',
    'or ',
    "q'(",
    '{',
    '<',
    '</>',
    '<!--',
    '-\0',
    '<a b=',
  ]) {
    const value = piece.repeat(200_000);
    detectSqli(value);
    detectXss(value);
  }
});

const oracle = openOracle();
describe.skipIf(oracle === undefined)('against the published detector (Debian package libmodsecurity3)', () => {
  test('verdicts and fingerprints are the same on 60,000 values', () => {
    let differ = 0;
    let injections = 0;
    for (const value of injectionValues(60_000, 11, [])) {
      const bytes = Buffer.from(value, 'latin1');
      const theirs = oracle!.sqli(bytes);
      if (theirs.injection) injections++;
      if (detectSqli(value).fingerprint !== theirs.fingerprint || detectXss(value) !== oracle!.xss(bytes)) differ++;
    }
    expect(injections).toBeGreaterThan(1_000);
    expect(differ).toBeLessThanOrEqual(6);
  });
});
