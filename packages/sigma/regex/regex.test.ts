import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuleFault } from '../errors.ts';
import { compileRegex } from './compile.ts';
import { LazyDfa } from './dfa.ts';
import { requiredLiterals } from './literals.ts';
import { compileProgram } from './nfa.ts';
import { parseRegex } from './parse.ts';

const PLAIN = { i: false, m: false, s: false };

/** Expressions of the flavour that JavaScript reads the same way, over a small alphabet so that matches are common. */
const expression = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '.', '\\w', '\\d', '\\s', '^', '$', '\\b', '\\B', '\\.', '1', ' '),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([a, repeat]) => `(?:${a})${repeat}`),
  ),
})).node;
const value = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', ' ', '.', 'A', '\u00e9'), { maxLength: 12 })
  .map((all) => all.join(''));

describe('automaton', () => {
  test('finds what V8 finds', () => {
    fc.assert(
      fc.property(expression, value, (source, text) => {
        const dfa = new LazyDfa(compileProgram(parseRegex(source, PLAIN), source));
        expect(dfa.test(text)).toBe(new RegExp(source).test(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('forgets its table and goes on', () => {
    const source = '(?:a|b)*a(?:a|b){14}c';
    const dfa = new LazyDfa(compileProgram(parseRegex(source, PLAIN), source));
    const text = Array.from({ length: 30_000 }, (_, i) => ((i * 7919) % 13 < 6 ? 'a' : 'b')).join('');
    expect(dfa.test(text)).toBe(false);
    expect(dfa.test(`${text}abbbbbbbbbbbbbbc`)).toBe(true);
  });
});

describe('literals', () => {
  test('one of them is in every match', () => {
    fc.assert(
      fc.property(expression, value, (source, text) => {
        const literals = requiredLiterals(parseRegex(source, PLAIN));
        if (!new RegExp(source).test(text)) return;
        for (const set of literals) expect(set.some((literal) => text.toLowerCase().includes(literal))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('flavour', () => {
  const found = (source: string, text: string, flags = PLAIN): boolean => compileRegex(source, flags).test(text);

  test.each([
    ['(?i)MiMi', 'xmimix', true],
    ['a(?i:b)c', 'aBc', true],
    ['a(?i:b)c', 'aBC', false],
    ['a(?i)b|c', 'C', true],
    ['^a$', 'a\n', true],
    ['^a\\z', 'a\n', false],
    ['a.b', 'a\nb', false],
    ['a.b', 'a\u2028b', true],
    ['(?s)a.b', 'a\nb', true],
    ['[[:digit:]]{3}', 'x123', true],
    ['[]a]', ']', true],
    ['[^\\s/]+\\.exe', 'x.exe', true],
    ['\\x41\\u0042', 'AB', true],
    ['(a)\\1', 'aa', true],
    ['foo(?=bar)', 'foobar', true],
    ['a{', 'a{', true],
  ])('%s on %j is %s', (source, text, expected) => {
    expect(found(source, text)).toBe(expected);
  });

  test('flags of the modifiers', () => {
    expect(found('ABC', 'xabc', { ...PLAIN, i: true })).toBe(true);
    expect(found('[A-C]+1', 'abc1', { ...PLAIN, i: true })).toBe(true);
    expect(found('^b$', 'a\nb\nc', { ...PLAIN, m: true })).toBe(true);
    expect(found('^b$', 'a\nb\nc')).toBe(false);
    expect(found('a.c', 'a\nc', { ...PLAIN, s: true })).toBe(true);
  });

  test.each(['a**', '(', ')', '[a', 'a++', '(?>a)', '*a', 'a{1001}', 'a{3,2}', '\\', '(?(1)a)'])(
    '%s is rejected',
    (source) => {
      expect(() => compileRegex(source, PLAIN)).toThrow(RuleFault);
    },
  );

  test.each(['(?=a+)+b', '(a+)\\1b', '(?<=a+)b+c'])('%s is unsafe', (source) => {
    expect(() => compileRegex(source, PLAIN)).toThrow(/hostile/);
  });
});

test('a hostile value does not make an expression backtrack', () => {
  const hostile = 'a'.repeat(10_000);
  for (const source of [
    '(a+)+$',
    '(a|aa)+$',
    '.*.*=.*',
    'a{1,64}a{1,64}a{1,64}b',
    '^(([a-z])+.)+[A-Z]',
    '(.*)*x',
    '(a?){40}a{40}b',
  ]) {
    const { test: run, engine } = compileRegex(source, PLAIN);
    expect(engine, source).toBe('automaton');
    expect(run(`${hostile}!`), source).toBe(false);
  }
});
