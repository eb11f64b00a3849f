import { HaechiError } from '@haechi/event';
import { expect, test } from 'vitest';
import type { IntakeBatch } from '../store/ports.ts';
import { publishBatch } from './publish-batch.ts';

/** A bus that takes so many characters a message. */
function busOf(limit: number) {
  const taken: Omit<IntakeBatch, 'position'>[] = [];
  const publish = async (batch: Omit<IntakeBatch, 'position'>): Promise<number> => {
    if (JSON.stringify(batch).length > limit)
      throw new HaechiError('batch_too_large', { what: 'too large', remedy: 'send less' });
    return taken.push(batch);
  };
  return { taken, publish };
}

const batchOf = (...records: string[]) => ({
  tenant: '/root/',
  source: 'hec:main',
  received: '2026-11-01T00:00:00.000Z',
  format: '',
  timeZone: 'UTC',
  records,
});

test('a batch that is too long is published in halves, in order, each record with what was said of it', async () => {
  const bus = busOf(400);
  const records = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(60));
  const meta = records.map((_, index) => ({ host: `h${index}` }));
  expect(await publishBatch(bus, { ...batchOf(...records), meta })).toEqual({ position: bus.taken.length, cut: 0 });
  expect(bus.taken.flatMap((batch) => batch.records)).toEqual(records);
  expect(bus.taken.flatMap((batch) => batch.meta)).toEqual(meta);
});

test('a record that is too long by itself becomes a dead letter without its end, and stops no other', async () => {
  const bus = busOf(700);
  const long = `${'가'.repeat(100)}${'\u{1f98a}'.repeat(900)}`;
  const batch = { ...batchOf('before', long, 'after'), meta: [null, { host: 'web-1', fields: { a: 'b' } }, null] };
  expect(await publishBatch(bus, batch)).toMatchObject({ cut: 1 });
  const [before, cut, after] = bus.taken.flatMap(({ records }) => records);
  expect([before, after]).toEqual(['before', 'after']);
  expect(long.startsWith(cut ?? '?')).toBe(true);
  expect(cut?.isWellFormed()).toBe(true);
  expect(bus.taken.flatMap(({ meta }) => meta)[1]).toEqual({ host: 'web-1', rejected: 'record_too_long' });
});

test('a record that was refused before is not counted again', async () => {
  const batch = { ...batchOf('x'.repeat(900)), meta: [{ rejected: 'invalid_record' }] };
  const bus = busOf(500);
  expect(await publishBatch(bus, batch)).toEqual({ position: 1, cut: 0 });
  expect(bus.taken[0]?.meta).toEqual([{ rejected: 'invalid_record' }]);
});

test('what is too long without any record is refused', async () => {
  await expect(publishBatch(busOf(50), batchOf('x'.repeat(100)))).rejects.toMatchObject({ code: 'batch_too_large' });
});
