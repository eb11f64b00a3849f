import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRules, memoryReader } from '../index.ts';
import { BACKTRACKED_BYTES } from '../limits.ts';
import { compileRegex } from './compile.ts';
import { prefersDfa } from './long-values.ts';
import { parsePattern } from './parse.ts';

const takesDfa = (pattern: string): boolean => prefersDfa(parsePattern(pattern).root, pattern);

test.each(['@+\\{', 'a.*b', '^\\s*x\\s*y', '^(?:a+b)+$', `^(?:${'word|'.repeat(900)}x)`])(
  '%.20s takes the square of a length by backtracking',
  (pattern) => {
    expect(takesDfa(pattern)).toBe(true);
  },
);
test.each(['union select', '^\\s*x', '^a{1,9}b{1,9}', '[a-z]{3}'])('%s does not', (pattern) => {
  expect(takesDfa(pattern)).toBe(false);
});

const PATTERNS = [
  '@+\\{[\\s\\x0b]*\\[',
  '(?i)\\bselect\\b.*?\\bfrom\\b',
  "^[^.]*?(?:['*?`][^\\n/]+/|/[^/]+?['*?`])$",
  '(?i:^(?:json\\.)?[\\W\\d]+\\s*?(?:alter|union)\\b)',
  '(?:[\\s"\']*(?:\\|\\||&&)[\\s]*)+\\w+=',
  '[\\n\\r]+(?:\\s|location)\\s*:$',
  '\\xe9+[^\\xe0-\\xef]*x\\z',
];
const piece = fc.constantFrom(
  ...[
    '@',
    '{',
    ' [',
    'select ',
    'FROM',
    '||',
    '&&',
    'a=',
    '\n',
    'location:',
    '\xe9',
    'x',
    '.',
    '*',
    '/',
    'json.',
    '1 union ',
    '`',
  ],
); // prettier-ignore
const values = fc
  .array(fc.tuple(piece, fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.map(([text, times]) => text.repeat(times)).join(''));

test('a long value gets the verdict that backtracking gives', () => {
  const verdicts = new Set<boolean>();
  for (const pattern of PATTERNS) {
    const { test: matches, exec, source } = compileRegex(pattern);
    const plain = new RegExp(source);
    fc.assert(
      fc.property(values, fc.boolean(), (value, before) => {
        const filler = ' .'.repeat(BACKTRACKED_BYTES);
        const long = before ? filler + value : value + filler;
        const expected = plain.test(long);
        verdicts.add(expected);
        expect(matches(long)).toBe(expected);
        expect(exec(long) !== undefined).toBe(expected);
      }),
      { numRuns: 200, seed: 5 },
    );
  }
  expect(verdicts.size).toBe(2);
});

test('rules are prepared in pieces, before or between transactions, and judge the same', () => {
  const text = `SecRuleEngine On
SecRule ARGS "@rx a+b+c" "id:1,phase:1,deny"
SecRule ARGS "@rx x*y" "id:2,phase:1,deny"
SecRule ARGS "@rx plain" "id:3,phase:1,deny"`;
  const { ruleset } = loadRules(['r.conf'], { reader: memoryReader({ 'r.conf': text }) });
  if (ruleset === undefined) throw new Error('the rules do not load');
  const judge = (value: string): number | undefined => {
    const transaction = ruleset.transaction();
    transaction.processUri({ method: 'GET', uri: `/?q=${value}`, protocol: 'HTTP/1.1' });
    transaction.processRequestHeaders();
    return transaction.interruption?.ruleId;
  };
  const pieces = ruleset.prepare();
  expect(judge(`${'a'.repeat(2_000)}bc`)).toBe(1);
  expect([...pieces]).toHaveLength(2);
  expect(judge(`${'a'.repeat(2_000)}bc`)).toBe(1);
  expect(judge(`${'x'.repeat(2_000)}y`)).toBe(2);
  expect(judge('a'.repeat(2_000))).toBeUndefined();
});
