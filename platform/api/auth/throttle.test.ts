import { expect, test } from 'vitest';
import { Throttle } from './throttle.ts';

const limits = { freeFailures: 3, firstWaitMs: 1_000, longestWaitMs: 5_000, maxKeys: 2 };

test('the last free failure costs nothing, the next one a wait that doubles up to the longest', () => {
  const throttle = new Throttle(limits);
  const waits = Array.from({ length: 7 }, () => {
    throttle.failed('kim', 0);
    return throttle.waitMs('kim', 0);
  });
  expect(waits).toEqual([0, 0, 0, 1_000, 2_000, 4_000, 5_000]);
});

test('the wait runs out, and success forgives', () => {
  const throttle = new Throttle(limits);
  for (let i = 0; i < 4; i++) throttle.failed('kim', 0);
  expect(throttle.waitMs('kim', 999)).toBe(1);
  expect(throttle.waitMs('kim', 1_000)).toBe(0);
  throttle.succeeded('kim');
  throttle.failed('kim', 2_000);
  expect(throttle.waitMs('kim', 2_000)).toBe(0);
});

test('one key does not slow another, and the oldest of too many is forgotten', () => {
  const throttle = new Throttle(limits);
  for (let i = 0; i < 4; i++) throttle.failed('a', 0);
  throttle.failed('b', 0);
  expect(throttle.waitMs('b', 0)).toBe(0);
  expect(throttle.waitMs('a', 0)).toBe(1_000);
  throttle.failed('c', 0);
  expect(throttle.waitMs('a', 0)).toBe(0);
});
