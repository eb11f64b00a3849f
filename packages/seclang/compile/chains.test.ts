import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SPACE, traitsOf, UPPER } from '../transaction/traits.ts';
import { TRANSFORMATIONS } from '../transformations/index.ts';
import { touchesOf } from './chains.ts';

const word = fc.string({ unit: fc.constantFrom(...'aZ09_.:@=?!|~$ -'), maxLength: 6 });
const value = fc.oneof(
  word,
  fc.string({ unit: fc.constantFrom(...'aA0. /\\*-#<!>%u+&;\'"^,(\t\n\0\xa0\xc3\xff'), maxLength: 6 }),
  fc.string({ unit: fc.nat(255).map((byte) => String.fromCharCode(byte)), maxLength: 8 }),
);

describe('transformations are passed over for values without the traits that they touch', () => {
  test.each([...TRANSFORMATIONS.keys()])('%s', (name) => {
    const apply = TRANSFORMATIONS.get(name)!;
    const touches = touchesOf(name);
    fc.assert(
      fc.property(value, (text) => {
        if ((traitsOf(text) & touches) === 0) expect(apply(text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('what ordinary values have', () => {
    expect(traitsOf('field_1') & (UPPER | SPACE)).toBe(0);
    expect(traitsOf('Summer dress') & UPPER).toBe(UPPER);
    expect(traitsOf('summer dress') & SPACE).toBe(SPACE);
    expect(traitsOf('a%20b') & touchesOf('urldecode')).not.toBe(0);
    expect(traitsOf('..') & touchesOf('normalizepath')).not.toBe(0);
  });
});
