import { expect, test } from 'vitest';
import { isoTextOf } from './iso-text.ts';

test('writes instants as the engine does, before 1970, with fractions of a millisecond, and out of order', () => {
  const instants = [
    0,
    1,
    999,
    59_999,
    60_000,
    -1,
    -60_000,
    Date.UTC(2024, 1, 29, 23, 59, 59, 7),
    1_786_335_133_120.75,
    Date.UTC(9999, 11, 31, 23, 59, 59, 999),
    5,
    Date.UTC(1, 0, 1),
  ];
  for (let n = 0; n < 5000; n++) instants.push(Math.imul(n, 2_654_435_761) * 977);
  for (const instant of instants) expect(isoTextOf(instant)).toBe(new Date(instant).toISOString());
});
