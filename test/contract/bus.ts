import { expect, test } from 'vitest';
import { fromBus } from '../../platform/store/batch-on-bus.ts';
import type { BatchOnBus, Bus, IntakeBatch } from '../../platform/store/ports.ts';

/** One place a bus keeps its batches: opened again, it is the same bus after a restart. */
export interface BusPlace {
  open(limits: { maxPendingBytes: number; maxBatchBytes: number }): Promise<Bus>;
  remove(): Promise<void>;
}

const LIMITS = { maxPendingBytes: 64 * 1024 ** 2, maxBatchBytes: 1024 ** 2 };

const batch = (...records: string[]): Omit<IntakeBatch, 'position'> => ({
  tenant: '/root/acme/',
  source: 'hec:main',
  received: '2026-01-01T00:00:00.000Z',
  format: '',
  timeZone: 'Asia/Seoul',
  records,
});

type GivenBatch = IntakeBatch & Pick<BatchOnBus, 'redelivered'>;

async function take(bus: Bus, count: number): Promise<GivenBatch[]> {
  const stop = new AbortController();
  const got: GivenBatch[] = [];
  for await (const next of bus.consume(stop.signal)) {
    got.push({ ...fromBus(next), ...(next.redelivered === undefined ? {} : { redelivered: next.redelivered }) });
    if (got.length === count) break;
  }
  stop.abort();
  return got;
}

/** The cases that every implementation of the `Bus` port passes. */
export function busContract(place: () => Promise<BusPlace>): void {
  test('gives what was published, whole and in order, with rising positions', async () => {
    const at = await place();
    const bus = await at.open(LIMITS);
    const positions = [];
    for (let index = 0; index < 20; index++) positions.push(await bus.publish(batch(`줄 ${index}`, '{"a":1}')));
    const got = await take(bus, 20);
    expect(got.map(({ position }) => position)).toEqual(positions);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    // Who takes up a part of a shared bus cannot know what an earlier owner stored of it.
    const { redelivered: _, ...given } = got[7]!;
    expect(given).toEqual({ ...batch('줄 7', '{"a":1}'), position: positions[7] });
    await bus.close();
    await at.remove();
  });

  test('after a restart gives again what was not checkpointed and nothing else', async () => {
    const at = await place();
    const first = await at.open(LIMITS);
    const positions = [];
    for (const line of ['a', 'b', 'c', 'd']) positions.push(await first.publish(batch(line)));
    await take(first, 4);
    await first.checkpoint(positions[1] ?? 0);
    expect(first.depth()).toBe(2);
    await first.close();
    const second = await at.open(LIMITS);
    expect(second.id).toBe(first.id);
    expect(second.resumeFrom()).toBe(positions[2]);
    const again = await take(second, 2);
    expect(again.map(({ records }) => records[0])).toEqual(['c', 'd']);
    expect(again.map(({ redelivered }) => redelivered)).toEqual([true, true]);
    expect([
      second.isStored({ tenant: '/root/acme/', position: positions[1] ?? 0 }),
      second.holds(positions[2] ?? 0),
    ]).toEqual([true, true]);
    expect(second.isStored({ tenant: '/root/acme/', position: positions[3] ?? 0 })).toBe(false);
    await second.close();
    await at.remove();
  });

  test('positions go on after everything was checkpointed', async () => {
    const at = await place();
    const first = await at.open(LIMITS);
    const last = await first.publish(batch('a'));
    await take(first, 1);
    await first.checkpoint(last);
    await first.close();
    const second = await at.open(LIMITS);
    expect(second.depth()).toBe(0);
    expect(await second.publish(batch('b'))).toBeGreaterThan(last);
    expect((await take(second, 1))[0]?.records).toEqual(['b']);
    await second.close();
    await at.remove();
  });

  test('refuses past its limits with a code, and accepts again once there is room', async () => {
    const at = await place();
    const bus = await at.open({ maxPendingBytes: 100_000, maxBatchBytes: 60_000 });
    await expect(bus.publish(batch('x'.repeat(60_001)))).rejects.toMatchObject({ code: 'batch_too_large' });
    const position = await bus.publish(batch('x'.repeat(55_000)));
    await expect(bus.publish(batch('x'.repeat(55_000)))).rejects.toMatchObject({ code: 'spool_full' });
    await take(bus, 1);
    await bus.checkpoint(position);
    expect(await bus.publish(batch('x'.repeat(55_000)))).toBeGreaterThan(position);
    await bus.close();
    await at.remove();
  });
}
