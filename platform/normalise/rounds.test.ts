import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { IntakeBatch } from '../store/ports.ts';
import { rounds } from './rounds.ts';

const batch = (position: number, size: number): IntakeBatch => ({
  position,
  tenant: '/root/',
  source: 't',
  received: '2026-01-01T00:00:00.000Z',
  format: '',
  timeZone: 'UTC',
  records: Array.from({ length: size }, () => 'x'),
});

async function collect(source: AsyncIterable<IntakeBatch>, max: number, maxChars?: number): Promise<number[][]> {
  const seen: number[][] = [];
  for await (const round of rounds(source, max, maxChars)) seen.push(round.map((one) => one.position));
  return seen;
}

test('batches that are there share a round, up to the limit', async () => {
  async function* ready(): AsyncGenerator<IntakeBatch> {
    for (let position = 1; position <= 5; position++) yield batch(position, 4);
  }
  expect(await collect(ready(), 8)).toEqual([[1, 2], [3, 4], [5]]);
});

test('long records fill a round before there are many of them', async () => {
  async function* ready(): AsyncGenerator<IntakeBatch> {
    for (let position = 1; position <= 4; position++) yield { ...batch(position, 0), records: ['x'.repeat(60)] };
    yield { ...batch(5, 0), records: ['x'.repeat(500)] };
  }
  expect(await collect(ready(), 1_000, 100)).toEqual([[1, 2], [3, 4], [5]]);
});

test('a lone batch does not wait for the next', async () => {
  async function* slow(): AsyncGenerator<IntakeBatch> {
    yield batch(1, 1);
    await sleep(30);
    yield batch(2, 1);
  }
  expect(await collect(slow(), 100)).toEqual([[1], [2]]);
});

test('what came in while the reader was busy is one round', async () => {
  async function* steady(): AsyncGenerator<IntakeBatch> {
    for (let position = 1; position <= 6; position++) {
      yield batch(position, 1);
      await sleep(5);
    }
  }
  const seen: number[][] = [];
  for await (const round of rounds(steady(), 100)) {
    seen.push(round.map(({ position }) => position));
    await sleep(80);
  }
  expect(seen).toEqual([[1], [2, 3, 4, 5, 6]]);
});

test('a fault of the source comes behind the rounds before it', async () => {
  async function* broken(): AsyncGenerator<IntakeBatch> {
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
  async function* endless(): AsyncGenerator<IntakeBatch> {
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
