import { expect, test } from 'vitest';
import { timeFormat } from './time.ts';

const seoul = timeFormat('ko', 'Asia/Seoul');
const newYork = timeFormat('en', 'America/New_York');

test('shows the zone’s wall clock with milliseconds, and UTC beside it', () => {
  expect(seoul.dateTime('2026-11-24T08:05:12.123Z')).toBe('2026-11-24 17:05:12.123');
  expect(seoul.utc('2026-11-24T17:05:12.123+09:00')).toBe('2026-11-24 08:05:12.123 UTC');
  expect(seoul.date('2026-11-24T16:00:00Z')).toBe('2026-11-25');
});

test('gives text that is no time back unchanged', () => {
  expect(seoul.dateTime('yesterday')).toBe('yesterday');
  expect(seoul.fromInput('yesterday')).toBeUndefined();
});

test('a typed wall clock comes back as the same instant, on both sides of a daylight saving change', () => {
  for (const iso of ['2026-11-24T08:05:12.000Z', '2026-03-08T06:59:59.000Z', '2026-03-08T07:00:00.000Z']) {
    expect(newYork.fromInput(newYork.toInput(iso))).toBe(iso);
    expect(seoul.fromInput(seoul.toInput(iso))).toBe(iso);
  }
});

test('says how long ago in the language, in the largest unit that fits', () => {
  const now = Date.parse('2026-11-24T08:00:00Z');
  expect(newYork.relative('2026-11-24T07:57:00Z', now)).toBe('3 minutes ago');
  expect(seoul.relative('2026-11-22T08:00:00Z', now)).toBe('그저께');
});
