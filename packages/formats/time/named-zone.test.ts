import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.ts';
import { isoTime, parsed, rfc3164Time } from './parse.ts';
import { zoneOf } from './zone.ts';

const zone = zoneOf('Asia/Seoul');
const now = Date.parse('2026-03-01T00:00:00Z');

test.each([
  ['Feb 27 10:00:00.5 UTC host', '2026-02-27T10:00:00.500Z', ' host'],
  ['Feb 27 10:00:00 GMT: %SYS', '2026-02-27T10:00:00.000Z', ': %SYS'],
  ['Feb 27 10:00:00 UTChost', '2026-02-27T01:00:00.000Z', ' UTChost'],
])('%s: UTC that is said wins over the zone of the listener', (text, time, rest) => {
  expect(new Date(rfc3164Time(text, 0, { now, zone, limits: DEFAULT_LIMITS })).toISOString()).toBe(time);
  expect(text.slice(parsed.end)).toBe(rest);
});

test('an ISO time may say so too', () => {
  expect(isoTime('2026-02-27 10:00:00 UTC', 0, zone)).toBe(Date.parse('2026-02-27T10:00:00Z'));
});
