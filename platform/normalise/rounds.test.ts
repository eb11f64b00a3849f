import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BatchOnBus } from '../store/ports.ts';
import { rounds } from './rounds.ts';

const batch = (position: number, bytes: number): BatchOnBus => ({ position, payload: new Uint8Array(bytes) });

async function collect(source: AsyncIterable<BatchOnBus>, maxBytes: number, everyMs = 0): Promise<number[][]> {
  const seen: number[][] = [];
  for await (const round of rounds(source, maxBytes, everyMs)) seen.push(round.map((one) => one.position));
  return seen;
}

test('batches that are there share a round, up to the limit', async () => {
  async function* ready(): AsyncGenerator<BatchOnBus> {
    for (let position = 1; position <= 5; position++) yield batch(position, 4);
  }
  expect(await collect(ready(), 8)).toEqual([[1, 2], [3, 4], [5]]);
});

test('a lone batch does not wait for the next', async () => {
  async function* slow(): AsyncGenerator<BatchOnBus> {
    yield batch(1, 1);
    await sleep(30);
    yield batch(2, 1);
  }
  expect(await collect(slow(), 100)).toEqual([[1], [2]]);
});

test('what came in while the reader was busy is one round', async () => {
  async function* steady(): AsyncGenerator<BatchOnBus> {
    for (let position = 1; position <= 6; position++) {
      yield batch(position, 1);
      await sleep(5);
    }
  }
  const seen: number[][] = [];
  for await (const round of rounds(steady(), 100, 0)) {
    seen.push(round.map(({ position }) => position));
    await sleep(80);
  }
  expect(seen).toEqual([[1], [2, 3, 4, 5, 6]]);
});

/** Each batch after so many milliseconds. */
async function* after(...pauses: number[]): AsyncGenerator<BatchOnBus> {
  for (const [index, pause] of pauses.entries()) {
    await sleep(pause);
    yield batch(index + 1, 1);
  }
}

test('rounds come no oftener than they may, so that parts are few; one after a pause does not wait', async () => {
  expect(await collect(after(0, 5, 5, 400, 5), 100, 200)).toEqual([[1], [2, 3], [4], [5]]);
});

test('a full round waits for no time to pass, nor does the last', async () => {
  expect(await collect(after(0, 5, 5, 5, 5), 2, 600_000)).toEqual([[1], [2, 3], [4, 5]]);
});

test('a fault of the source comes behind the rounds before it', async () => {
  async function* broken(): AsyncGenerator<BatchOnBus> {
    yield batch(1, 1);
    yield batch(2, 1);
    throw new Error('the bus is gone');
  }
  const seen: number[][] = [];
  await expect(async () => {
    for await (const round of rounds(broken(), 1)) seen.push(round.map(({ position }) => position));
  }).rejects.toThrow('the bus is gone');
  expect(seen).toEqual([[1], [2]]);
});

test('no more is collected than a round holds, and none after the reader stopped', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<BatchOnBus> {
    for (;;) {
      yield batch(++given, 1);
      await sleep(1);
    }
  }
  for await (const round of rounds(endless(), 3)) {
    expect(round.length).toBeLessThanOrEqual(3);
    await sleep(30);
    if (round.length === 3) break;
  }
  const atStop = given;
  await sleep(30);
  expect(given).toBeLessThanOrEqual(atStop + 1);
});
