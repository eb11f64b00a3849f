import { expect, test } from 'vitest';
import { isUnderPressure } from './intake.ts';

const NOON = Date.parse('2026-03-14T12:00:00Z');

test.each([
  ['for ten seconds after storage refused a batch', 0, 9_999, true],
  ['no longer', 0, 10_000, false],
  ['not for a year where the clock was ahead by one at the refusal', 365 * 86_400_000, 1_000, false],
])('the intake calls itself unhealthy %s', (_name, aheadMs, laterMs, expected) => {
  const deps = { pressure: { refusedAt: NOON + aheadMs }, now: () => NOON + laterMs };
  expect(isUnderPressure(deps)).toBe(expected);
});
