import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oneAfterAnother } from './one-after-another.ts';

test('calls wait for those before them, also for one that fails', async () => {
  const seen: string[] = [];
  let calls = 0;
  const run = oneAfterAnother(async () => {
    const call = ++calls;
    seen.push(`begin ${call}`);
    await sleep(call === 1 ? 20 : 0);
    seen.push(`end ${call}`);
    if (call === 2) throw new Error('no');
  });
  const outcomes = await Promise.allSettled([run(), run(), run()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(seen).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});
