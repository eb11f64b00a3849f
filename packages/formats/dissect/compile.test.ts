import { HaechiError } from '@haechi/event';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDissect } from './compile.ts';
import { dissectLimits } from './limits.ts';

function fieldsOf(expression: string, line: string) {
  const outcome = compileDissect(expression)(line);
  return outcome.matched ? Object.fromEntries(outcome.fields) : outcome;
}

test('reads fields, skips, appends and padding', () => {
  expect(
    fieldsOf('<%{date} %{+date}> %{log.level->} %{?pid} %{}: %{message}', '<Nov 27> WARN    12 sshd: no: way'),
  ).toEqual({ date: 'Nov 27', 'log.level': 'WARN', message: 'no: way' });
});

test('tells where a line stops to match', () => {
  expect(fieldsOf('a %{x} b', 'z 1 b')).toEqual({ matched: false, at: 0, awaited: 'a ' });
  expect(fieldsOf('a %{x}=%{y}', 'a 1')).toEqual({ matched: false, at: 2, awaited: '=' });
  expect(fieldsOf('%{x};', '1;rest')).toEqual({ matched: false, at: 2, awaited: '' });
});

test.each([
  '',
  'text',
  '%{a',
  '%{a}%{b}',
  '%{a} %{a}',
  '%{+a}',
  '%{+}',
  '%{__proto__}',
  '%{a.constructor.b}',
  '%{a->}',
  '%{a b}',
])('refuses %j with a code and the place', (expression) => {
  expect(() => compileDissect(expression)).toThrow(
    expect.objectContaining({ code: 'dissect_invalid', where: expect.stringMatching(/^\d+-\d+$/) }),
  );
});

test('holds its limits at the last accepted and the first rejected value', () => {
  const keys = (count: number) => Array.from({ length: count }, () => '%{}').join(' ');
  expect(() => compileDissect(keys(dissectLimits.keys))).not.toThrow();
  expect(() => compileDissect(keys(dissectLimits.keys + 1))).toThrow(HaechiError);
  const fits = `${' '.repeat(dissectLimits.expressionChars - 4)}%{a}`;
  expect(() => compileDissect(fits)).not.toThrow();
  expect(() => compileDissect(` ${fits}`)).toThrow(HaechiError);
  const between = (length: number) => `%{a}${'-'.repeat(length)}%{b}`;
  expect(() => compileDissect(between(dissectLimits.delimiterChars))).not.toThrow();
  expect(() => compileDissect(between(dissectLimits.delimiterChars + 1))).toThrow(HaechiError);
  const line = 'x'.repeat(dissectLimits.lineChars);
  expect(compileDissect('%{a}')(line).matched).toBe(true);
  expect(compileDissect('%{a}')(`${line}x`).matched).toBe(false);
});

test('any expression and line give an outcome or a coded error', () => {
  const piece = fc.constantFrom('%{', '}', '%{a}', '%{b.c->}', '%{+a}', '%{?s}', '%{}', ' ', ',', '__proto__', 'x');
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.constantFrom(' ', ',', 'x', 'y', '}')),
      (parts, chars) => {
        const line = chars.join('');
        try {
          const outcome = compileDissect(parts.join(''))(line);
          if (!outcome.matched) expect(outcome.at).toBeLessThanOrEqual(line.length);
        } catch (error) {
          expect(error).toMatchObject({ code: 'dissect_invalid' });
        }
      },
    ),
  );
});

test('values put back between the delimiters give the line', () => {
  const value = fc.stringMatching(/^[^|]{0,20}$/);
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(fieldsOf('%{a}|%{b}|%{c}', `${a}|${b}|${c}`)).toEqual({ a, b, c });
    }),
  );
});
