import { expect, test } from 'vitest';
import { untilDone } from './until-done.ts';

test('steps run in order, a failing one is tried again before the next', async () => {
  const done: string[] = [];
  const faults: number[] = [];
  const ok = await untilDone((_error, attempt) => faults.push(attempt), new AbortController().signal, [
    async () => void done.push('a'),
    async (attempt) => {
      if (attempt < 3) throw new Error('away');
      done.push(`b${attempt}`);
    },
    async () => void done.push('c'),
  ]);
  expect(ok).toBe(true);
  expect(done).toEqual(['a', 'b3', 'c']);
  expect(faults).toEqual([1, 2]);
});

test('an abort ends the tries and nothing after the failing step is done', async () => {
  const stop = new AbortController();
  const done: string[] = [];
  const ok = await untilDone(() => stop.abort(), stop.signal, [
    async () => {
      throw new Error('away');
    },
    async () => void done.push('never'),
  ]);
  expect(ok).toBe(false);
  expect(done).toEqual([]);
});
