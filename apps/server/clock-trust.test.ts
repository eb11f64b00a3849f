import { expect, test } from 'vitest';
import { ClockTrust } from './clock-trust.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-14T12:00:00Z');

test('a clock that goes on evenly is trusted, though the server was off for days', () => {
  const trust = new ClockTrust(NOW - 6 * DAY, NOW, 0);
  expect([trust.look(NOW, 0), trust.look(NOW + HOUR + 1_000, HOUR)]).toEqual(['trusted', 'trusted']);
});

test.each([365 * DAY, -2 * DAY])('a leap by %d ms is doubted until the clock is back', (leap) => {
  const trust = new ClockTrust(NOW, NOW, 0);
  const steps = [0, leap, leap, 0, 0].map((beside, minute) =>
    trust.look(NOW + minute * 60_000 + beside, minute * 60_000),
  );
  expect(steps).toEqual(['trusted', 'leapt', 'leapt', 'trusted', 'trusted']);
});

test('a clock that stays where it leapt to is trusted there a day later', () => {
  const trust = new ClockTrust(NOW, NOW, 0);
  const at = (steadyMs: number) => trust.look(NOW + HOUR + steadyMs, steadyMs);
  expect([at(1), at(DAY), at(DAY + 1), at(2 * DAY)]).toEqual(['leapt', 'leapt', 'trusted', 'trusted']);
});

test.each([
  ['nothing says when it ran last', undefined],
  ['it ran last long ago, or the clock is ahead', NOW - 8 * DAY],
  ['the clock is behind when it ran last', NOW + DAY],
])('at a start the clock is unproven for a day where %s', (_, seen) => {
  const trust = new ClockTrust(seen, NOW, 0);
  expect([trust.look(NOW, 0), trust.look(NOW + DAY - 1, DAY - 1), trust.look(NOW + DAY, DAY)]).toEqual([
    'unproven',
    'unproven',
    'trusted',
  ]);
});

test('an unproven clock that is set has to go on evenly for a day from then', () => {
  const trust = new ClockTrust(undefined, NOW, 0);
  expect([trust.look(NOW + DAY, HOUR), trust.look(NOW + DAY, HOUR), trust.look(NOW + 2 * DAY, DAY + HOUR)]).toEqual([
    'unproven',
    'unproven',
    'trusted',
  ]);
});

test('a doubt goes on in the next run, where that begins soon after', () => {
  const first = new ClockTrust(undefined, NOW, 0);
  first.look(NOW + 20 * HOUR, 20 * HOUR);
  const earlier = first.doubted;
  expect(earlier).toEqual({ wallMs: NOW + 20 * HOUR, evenMs: 20 * HOUR });
  const soon = new ClockTrust(undefined, NOW + 21 * HOUR, 0, earlier);
  expect([soon.look(NOW + 24 * HOUR, 3 * HOUR), soon.look(NOW + 25 * HOUR, 4 * HOUR), soon.doubted]).toEqual([
    'unproven',
    'trusted',
    undefined,
  ]);
  for (const wallMs of [NOW + 30 * DAY, NOW]) {
    const anew = new ClockTrust(undefined, wallMs, 0, earlier);
    expect(anew.look(wallMs + 23 * HOUR, 23 * HOUR)).toBe('unproven');
  }
});
