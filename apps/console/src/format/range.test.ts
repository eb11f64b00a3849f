import { expect, test } from 'vitest';
import { readRange, resolveRange } from './range.ts';

const now = Date.parse('2026-11-24T08:00:00.000Z');

test('a length ends one second after now', () => {
  expect(resolveRange({ range: '1h' }, '24h', now)).toEqual({
    from: '2026-11-24T07:00:00.000Z',
    to: '2026-11-24T08:00:01.000Z',
  });
});

test('two times win over a length, and the fallback holds without either', () => {
  const times = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
  expect(resolveRange({ ...times, range: '1h' }, '24h', now)).toEqual(times);
  expect(resolveRange({}, '7d', now).from).toBe('2026-11-17T08:00:00.000Z');
});

test('an address with nonsense falls back instead of failing', () => {
  expect(readRange({ range: '3w' })).toEqual({});
  expect(readRange({ from: 'x', to: 'y', range: '6h' })).toEqual({ range: '6h' });
  expect(readRange({ from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' })).toEqual({});
});
