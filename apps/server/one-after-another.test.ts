import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oneAfterAnother } from './one-after-another.ts';

test('one at a time; those that wait share the next, which sees what they changed; a failure holds nobody up', async () => {
  let state = 0;
  let running = 0;
  const seen: number[] = [];
  const call = oneAfterAnother(async () => {
    expect(++running).toBe(1);
    seen.push(state);
    await sleep(5);
    running--;
    if (seen.length === 1) throw new Error('away');
  });
  const first = call();
  await sleep(1);
  const others = [1, 2, 3].map((value) => {
    state = value;
    return call();
  });
  await expect(first).rejects.toThrow('away');
  await Promise.all(others);
  state = 4;
  await call();
  expect(seen).toEqual([0, 3, 4]);
});
