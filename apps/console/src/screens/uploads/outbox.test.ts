import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';
import type { Picked } from './picked.ts';
import type { sendFile } from './sendFile.ts';

const picked = (name: string): Picked => ({ name, file: new File(['x'.repeat(10)], name) });
const TARGET = { timeZone: 'UTC' };

/** Sends that end when the test says so. */
function byHand() {
  const ends = new Map<string, { done: () => void; fail: (error: unknown) => void; signal: AbortSignal }>();
  const send: typeof sendFile = ({ name }, _target, sending, signal) => {
    sending.sent(5);
    return new Promise((resolve, reject) => ends.set(name, { done: resolve, fail: reject, signal }));
  };
  return { ends, send };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const states = (outbox: Outbox) => outbox.get().files.map(({ name, state }) => `${name} ${state}`);

test('two files are sent at once, the others after them, and what has arrived is counted until all have', async () => {
  const { ends, send } = byHand();
  const outbox = new Outbox(send);
  let arrivals = 0;
  outbox.onArrival(() => arrivals++);
  outbox.add(['a', 'b', 'c'].map(picked), TARGET);
  expect(states(outbox)).toEqual(['a sending', 'b sending', 'c queued']);
  expect(outbox.get().files[0]?.sentBytes).toBe(5);
  ends.get('a')?.done();
  await turn();
  expect(states(outbox)).toEqual(['b sending', 'c sending']);
  expect(outbox.get()).toMatchObject({ arrivedFiles: 1, arrivedBytes: 10 });
  ends.get('b')?.done();
  ends.get('c')?.done();
  await turn();
  expect(outbox.get()).toEqual({ files: [], arrivedFiles: 0, arrivedBytes: 0 });
  expect(arrivals).toBe(3);
});

test('a refused file stays with its reason and makes room; it is tried again, or dropped', async () => {
  const { ends, send } = byHand();
  const outbox = new Outbox(send);
  outbox.add(['a', 'b', 'c'].map(picked), TARGET);
  const refusal = new Error('no room');
  ends.get('a')?.fail(refusal);
  await turn();
  expect(states(outbox)).toEqual(['a failed', 'b sending', 'c sending']);
  expect(outbox.get().files[0]?.error).toBe(refusal);
  const [a, b] = outbox.get().files;
  outbox.retry(a?.key ?? 0);
  expect(states(outbox)[0]).toBe('a queued');
  outbox.drop(b?.key ?? 0);
  expect(ends.get('b')?.signal.aborted).toBe(true);
  expect(states(outbox)).toEqual(['a sending', 'c sending']);
});
