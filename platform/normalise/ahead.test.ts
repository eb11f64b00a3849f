import { expect, test } from 'vitest';
import { ahead } from './ahead.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let value = 1; value <= count; value++) yield value;
}

test('works on the next item while the reader has this one, and keeps the order', async () => {
  const log: string[] = [];
  for await (const doubled of ahead(numbers(3), async (value) => {
    log.push(`work ${value}`);
    return value * 2;
  })) {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`read ${doubled}`);
  }
  expect(log).toEqual(['work 1', 'work 2', 'read 2', 'work 3', 'read 4', 'read 6']);
});

test('a fault of the work reaches the reader after the results before it', async () => {
  const read: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const value of ahead(numbers(3), async (item) => {
      if (item === 2) throw new Error('broken');
      return item;
    }))
      read.push(value);
  };
  await expect(reading()).rejects.toThrow('broken');
  expect(read).toEqual([1]);
});
