import { expect, test } from 'vitest';
import { RequestWindows } from './request-windows.ts';

test('a window counts until it closes, whatever the wall clock says', () => {
  let now = 0;
  const windows = new RequestWindows(undefined, () => now);
  const ask = (key = 'a'): unknown => {
    let said: unknown;
    windows.incr(key, (_error, counted) => (said = counted), 1_000);
    return said;
  };
  expect(ask()).toEqual({ current: 1, ttl: 1_000 });
  now = 999;
  expect(ask()).toEqual({ current: 2, ttl: 1 });
  expect(ask('b')).toEqual({ current: 1, ttl: 1_000 });
  now = 1_000;
  expect(ask()).toEqual({ current: 1, ttl: 1_000 });
});
