import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGrok, grokSource } from './compile.ts';
import { grokPatterns } from './patterns.ts';

test('reads fields and numbers', () => {
  const read = compileGrok(
    '^%{TIMESTAMP_ISO8601:event.created} (%{LOGLEVEL:log.level}|-) %{IP:source.ip} \\[%{INT:process.pid:int}\\] %{QS:user.name} %{GREEDYDATA:message}$',
  );
  expect(Object.fromEntries(read('2026-11-27T13:00:01.5Z WARN 192.0.2.7 [12] "a b" no: way') ?? [])).toEqual({
    'event.created': '2026-11-27T13:00:01.5Z',
    'log.level': 'WARN',
    'source.ip': '192.0.2.7',
    'process.pid': 12,
    'user.name': '"a b"',
    message: 'no: way',
  });
  expect(read('other text')).toBeUndefined();
});

test.each([...grokPatterns.keys()])('the linear engine takes %s', (name) => {
  setFlagsFromString('--enable-experimental-regexp-engine');
  const { source } = grokSource(`^%{${name}:a} (x+|%{${name}:b})+$`);
  expect(() => new RegExp(source, 'l')).not.toThrow();
});

test.each([
  '',
  'x',
  '%{NOPE:a}',
  '%{INT:a} %{INT:a}',
  '%{INT:a.__proto__}',
  '(?=x)%{INT:a}',
  '%{INT:a}\\1',
  '%{INT:a}x{9}',
  '%{INT:a})',
])('refuses %j with a code', (expression) => {
  expect(() => compileGrok(expression)).toThrow(expect.objectContaining({ code: 'grok_invalid' }));
});

test('keeps classes as they are, refuses brackets and backslashes that would swallow a field', () => {
  expect(compileGrok('[(]%{INT:a}')('?7')).toBeUndefined();
  expect(compileGrok('[(]%{INT:a}')('(7')?.get('a')).toBe('7');
  for (const expression of ['[%{INT:a}] %{INT:b}', '\\%{INT:a}'])
    expect(() => compileGrok(expression)).toThrow(expect.objectContaining({ code: 'grok_invalid' }));
});

test('any expression gives a matcher or a coded error', () => {
  const piece = fc.constantFrom('%{INT:a}', '%{DATA:b}', '%{', '}', '(', ')', '[', ']', '*', '+', '\\', '?', '|', 'x');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.string({ maxLength: 20 }), (parts, line) => {
      try {
        compileGrok(parts.join(''))(line);
      } catch (error) {
        expect(error).toMatchObject({ code: 'grok_invalid' });
      }
    }),
  );
});
