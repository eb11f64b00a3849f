import { afterEach, expect, test, vi } from 'vitest';
import { drain } from './drain.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('waits until nothing is left, though the clock leaps meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-14T12:00:00Z') });
  let left = 5;
  await drain(
    () => {
      vi.setSystemTime(Date.now() + 86_400_000);
      return --left;
    },
    () => false,
  );
  expect(left).toBe(0);
});

test('waits no longer than 20 s, nor for a pipeline that has ended', async () => {
  let steady = 0;
  let looks = 0;
  const step = () => {
    looks++;
    return (steady += 7_000);
  };
  await drain(
    () => 1,
    () => false,
    step,
  );
  expect(looks).toBe(4);
  await drain(
    () => 1,
    () => true,
    () => 0,
  );
});
