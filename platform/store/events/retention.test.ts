import { expect, test } from 'vitest';
import { expiryOf } from './retention.ts';

const DAY = 86_400;

test('a row goes its days after it came in, and never later than the column holds', () => {
  expect(expiryOf('1970-01-02T00:00:00.500Z', 10)).toBe(11 * DAY);
  expect(expiryOf('2026-01-01T00:00:00.000Z', 36_500)).toBe(2 ** 32 - 1);
});

test('a row that came in while the clock was behind does not go early', () => {
  expect(expiryOf('1970-01-01T00:00:00.000Z', 10, 100 * DAY * 1_000)).toBe(110 * DAY);
  expect(expiryOf('1970-04-20T00:00:00.000Z', 10, 100 * DAY * 1_000)).toBe(119 * DAY);
});
