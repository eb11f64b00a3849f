import { expect, test } from 'vitest';
import { RecentIds } from './recent-ids.ts';

test('an id is new once; as many are remembered as the limit says', () => {
  const ids = new RecentIds(2);
  expect([ids.add('a'), ids.add('b'), ids.add('a'), ids.add('b')]).toEqual([true, true, false, false]);
  expect(ids.add('c')).toBe(true);
  expect([ids.add('b'), ids.add('c'), ids.add('a')]).toEqual([false, false, true]);
});
