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
