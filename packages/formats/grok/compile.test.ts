import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGrok } from './compile.ts';
import { grokLimits } from './limits.ts';
import { grokPatterns } from './patterns.ts';
import { readGrok } from './read-expression.ts';

test('reads fields and numbers', () => {
  const { read } = compileGrok(
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
  expect(() => compileGrok(`^%{${name}:a} (x+|%{${name}:b})+$`)).not.toThrow();
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
  '%{INT:a}\\b?',
  `%{INT:a}${'x?'.repeat(800)}`,
  `%{INT:a}${'x'.repeat(4096)}`,
])('refuses %.40j with a code and the place', (expression) => {
  expect(() => compileGrok(expression)).toThrow(
    expect.objectContaining({ code: 'grok_invalid', where: expect.stringMatching(/^\d+-\d+$/) }),
  );
});

test('keeps classes as they are, refuses brackets and backslashes that would swallow a field', () => {
  expect(compileGrok('[(]%{INT:a}').read('?7')).toBeUndefined();
  expect(compileGrok('[(]%{INT:a}').read('(7')?.get('a')).toBe('7');
  for (const expression of ['[%{INT:a}] %{INT:b}', '\\%{INT:a}'])
    expect(() => compileGrok(expression)).toThrow(expect.objectContaining({ code: 'grok_invalid' }));
});

test('any expression gives a matcher or a coded error', () => {
  const piece = fc.constantFrom('%{INT:a}', '%{DATA:b}', '%{', '}', '(', ')', '[', ']', '*', '+', '\\', '?', '|', 'x');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.string({ maxLength: 20 }), (parts, line) => {
      try {
        const { read, explain } = compileGrok(parts.join(''));
        const outcome = explain(line);
        expect(outcome.matched).toBe(read(line) !== undefined);
        if (!outcome.matched) expect(outcome.at).toBeLessThanOrEqual(line.length);
      } catch (error) {
        expect(error).toMatchObject({ code: 'grok_invalid' });
      }
    }),
  );
});

test('tells the furthest element that still matched', () => {
  const expression =
    '^%{IP:source.ip} %{USER:user.name}( \\(%{INT:process.pid}\\))? \\[%{INT:a}\\] %{GREEDYDATA:message}';
  const { explain } = compileGrok(expression);
  const stop = (line: string) => {
    const outcome = explain(line);
    return outcome.matched ? outcome : [outcome.at, outcome.awaited, expression.slice(0, outcome.matchedTo)];
  };
  expect(stop('x')).toEqual([0, '%{IP:source.ip}', '^']);
  expect(stop('192.0.2.7')).toEqual([9, ' ', '^%{IP:source.ip}']);
  expect(stop('192.0.2.7 kim  [1] x')).toEqual([
    13,
    '( \\(%{INT:process.pid}\\))? \\[',
    '^%{IP:source.ip} %{USER:user.name}',
  ]);
  expect(stop('192.0.2.7 kim (7) [x] y')).toEqual([
    19,
    '%{INT:a}',
    expression.slice(0, expression.indexOf('%{INT:a}')),
  ]);
  expect(stop('192.0.2.7 kim [1] x')).toMatchObject({ matched: true });
  expect(compileGrok('a|%{INT:a}').explain('x')).toMatchObject({ matched: false, at: 0, matchedTo: 0 });
});

test('short lines and long ones are read alike: the two engines agree', () => {
  const piece = fc.constantFrom(
    ...['%{INT:a}', '%{DATA:b}', '%{WORD:d}', '%{QS:f}', '%{SPACE}', '(', ')', '|', '*', '+', '?', '*?', '+?'],
    ...['^', '$', '\\s', '\\w', '\\b', '[^x]', '.', '가', ' '],
  );
  const line = fc.array(fc.constantFrom('x', '1', ' ', '-', '"', '가', '\n', '\\'), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 9 }), line, (pieces, chars) => {
      try {
        compileGrok(pieces.join(''));
      } catch {
        return;
      }
      const { source } = readGrok(pieces.join(''));
      const text = chars.join('');
      const found = new RegExp(source).exec(text);
      const linear = new RegExp(source, 'l').exec(text);
      expect(linear === null ? null : [linear.index, ...linear]).toEqual(
        found === null ? null : [found.index, ...found],
      );
    }),
    { numRuns: 2_000 },
  );
});

const hostile: readonly (readonly [expression: string, line: string])[] = [
  ['^(x+x+)+%{INT:a}$', 'x'.repeat(65_536)],
  ['(.*)*%{INT:a}$', 'x'.repeat(65_536)],
  ['%{DATA:a}%{DATA:b}%{DATA:c}Q', 'x '.repeat(32_768)],
  ['%{GREEDYDATA:a}x%{GREEDYDATA:b}y%{GREEDYDATA:c}z%{GREEDYDATA:d}q', 'xyz '.repeat(16_384)],
  [`%{INT:a}?(${'x?'.repeat(500)})+Q`, 'x'.repeat(grokLimits.quickChars)],
  [`${Array.from({ length: 40 }, (_, at) => `%{NOTSPACE:f${at}}?(x?x?x?x?x?x?x?x?x?)+`).join('')}Q`, 'x'.repeat(700)],
];

/** Milliseconds of processor time that reading each line takes: the best of some, the first one compiles. */
const timing = `
  const { workerData, parentPort } = require('node:worker_threads');
  import(workerData.module).then(({ compileGrok }) => {
    parentPort.postMessage(workerData.hostile.map(([expression, line]) => {
      const { read } = compileGrok(expression);
      return Math.min(...[1, 2, 3, 4].map(() => {
        const before = process.threadCpuUsage();
        read(line);
        const { user, system } = process.threadCpuUsage(before);
        return (user + system) / 1000;
      }));
    }));
  });`;

test('no expression and line take 50 ms, also in a thread', async () => {
  const module = new URL('./compile.ts', import.meta.url).href;
  const thread = new Worker(timing, { eval: true, workerData: { module, hostile } });
  const times = await new Promise<number[]>((resolve, reject) => thread.once('message', resolve).once('error', reject));
  expect(times.length).toBe(hostile.length);
  expect(Math.max(...times)).toBeLessThan(50);
  expect(compileGrok('^(x+x+)+%{INT:a}$').lineChars).toBe(65_536);
});
