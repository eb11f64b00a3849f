import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldAscii } from '../prefilter/necessary.ts';
import { OPERATORS } from './index.ts';
import { OperatorRefusal } from './operator.ts';
import vectors from './vectors.json' with { type: 'json' };

type Vector = readonly [argument: string, value: string, matches: boolean];
const known = vectors as unknown as Readonly<Record<string, readonly Vector[]>>;
const FILES = new Map([
  ['words.data', '# scanners\nnikto\n\nnessus\n'],
  ['addresses.data', '# ours\n192.0.2.1\n198.51.100.0/24\n'],
]);
const resources = { dataFile: (name: string) => FILES.get(name) };
const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

describe.each([...OPERATORS])('@%s', (name, operator) => {
  const own = known[name] ?? [];
  test('has vectors, one of each outcome where it has both', () => expect(own.length).toBeGreaterThan(0));

  test.each(own)('%j on %j: %j', (argument, value, matches) => {
    expect(operator.bind(argument, resources).test(value)).toBe(matches);
    expect(operator.bind(argument, resources).test(value, [])).toBe(matches);
  });

  test('what it needs is in every value that it matches', () => {
    for (const [argument, value] of own) {
      const bound = operator.bind(argument, resources);
      const candidates = [value, `x${value}y`, value.toUpperCase(), value.slice(1)];
      for (const candidate of candidates)
        if (bound.test(candidate))
          for (const clause of bound.necessary)
            expect(clause.some((literal) => foldAscii(candidate).includes(literal))).toBe(true);
    }
  });

  test('any bytes are a value, and any argument is taken or refused', () => {
    const [argument] = own[0]!;
    const bound = operator.bind(argument, resources);
    fc.assert(
      fc.property(bytes, (value) => {
        expect(typeof bound.test(value, [])).toBe('boolean');
        try {
          operator.bind(value, resources).test(argument);
        } catch (error) {
          expect(error).toBeInstanceOf(OperatorRefusal);
        }
      }),
      { numRuns: 200 },
    );
  });
});
