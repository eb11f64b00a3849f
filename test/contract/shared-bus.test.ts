import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBus } from '../../platform/store/batch-on-bus.ts';
import { PartitionedBus } from '../../platform/store/jetstream/partitioned-bus.ts';
import { IntakeStream } from '../../platform/store/jetstream/stream.ts';
import { LEGACY_PARTITION, PARTITIONS, partitionOf } from '../../platform/store/partitions/partition-of.ts';
import type { PartitionLeases } from '../../platform/store/partitions/ports.ts';
import type { BatchOnBus, IntakeBatch } from '../../platform/store/ports.ts';
import { openState, type StateStore } from '../../platform/store/state/index.ts';
import { HAS_NATS, type NatsCluster, startNats } from './nats-cluster.ts';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from './postgres-server.ts';

/** As in earnest, five times as fast. */
const TIMES = { leaseMs: 3_000, marginMs: 1_000, turnMs: 500, lookMs: 200, tidyMs: 1_000 };
const TENANTS = Array.from({ length: 40 }, (_, n) => `/root/t${n}/`);

const batch = (tenant: string, record: string): Omit<IntakeBatch, 'position'> => ({
  tenant,
  source: 's',
  received: '2026-01-01T00:00:00.000Z',
  format: '',
  timeZone: 'UTC',
  records: [record],
});

type GivenBatch = IntakeBatch & { readonly redelivered: BatchOnBus['redelivered'] | undefined };

/** A worker that stores one batch after the other until it is stopped. */
interface Worker {
  readonly bus: PartitionedBus;
  readonly got: GivenBatch[];
  readonly parts: Set<number>;
  readonly gone: number[];
  readonly left: number[];
  /** What it says of its leases no longer arrives. */
  cut(): void;
  join(): void;
  stop(): Promise<void>;
}

describe.skipIf(!HAS_NATS || !HAS_POSTGRES)(
  'parts of a shared bus (skipped without nats-server or postgresql-15)',
  () => {
    let nats: NatsCluster;
    let postgres: PostgresServer;
    let where: string;
    let state: StateStore;
    let serial = 0;
    const running: Worker[] = [];
    beforeAll(async () => {
      [nats, postgres] = await Promise.all([startNats(1), startPostgres()]);
      where = await postgres.database();
      state = await openState(where);
    });
    afterAll(async () => {
      for (const worker of running) await worker.stop();
      await state?.close();
      await nats?.stop();
      await postgres?.stop();
    });

    const open = async (stream: string, worker: string, checkpoints = true): Promise<Worker> => {
      let isCut = false;
      const leases: PartitionLeases = {
        ...state.partitions,
        renew: (...all) => (isCut ? Promise.reject(new Error('cut')) : state.partitions.renew(...all)),
        take: (...all) => (isCut ? Promise.reject(new Error('cut')) : state.partitions.take(...all)),
      };
      const bus = await PartitionedBus.open(
        { servers: nats.servers, stream, replicas: 1 },
        { leases, worker, embeddedEvents: false, onFault: () => undefined, times: TIMES },
      );
      const got: GivenBatch[] = [];
      const parts = new Set<number>();
      const [gone, left]: [number[], number[]] = [[], []];
      bus.watch({
        taken: async (taken) => {
          for (const { partition } of taken) parts.add(partition);
        },
        leaving: async (part) => void left.push(part),
        gone: async (part) => {
          gone.push(part);
          parts.delete(part);
        },
      });
      const stopping = new AbortController();
      let working: Promise<void> | undefined;
      const work = async (): Promise<void> => {
        for await (const next of bus.consume(stopping.signal)) {
          if (bus.holds(next.position)) got.push({ ...fromBus(next), redelivered: next.redelivered });
          if (checkpoints) await bus.checkpoint(next.position);
        }
      };
      const one: Worker = {
        bus,
        got,
        parts,
        gone,
        left,
        cut: () => {
          isCut = true;
        },
        join() {
          working = work();
        },
        async stop() {
          stopping.abort();
          await working;
          await bus.close();
        },
      };
      running.push(one);
      return one;
    };
    const texts = (...workers: Worker[]): string[] =>
      workers.flatMap(({ got }) => got.map(({ records }) => records[0] ?? '')).sort();

    test('two workers share the parts; one that stops leaves its own at once; every batch is given once', async () => {
      const stream = `shared-${serial++}`;
      const [a, b] = [await open(stream, 'a'), await open(stream, 'b')];
      a.join();
      await expect.poll(() => a.parts.size, { timeout: 10_000 }).toBe(PARTITIONS);
      const sent: string[] = [];
      const send = async (from: number, to: number): Promise<void> => {
        for (let n = from; n < to; n++) {
          for (const tenant of TENANTS) {
            sent.push(`${tenant} ${n}`);
            await b.bus.publish(batch(tenant, `${tenant} ${n}`));
          }
        }
      };
      const sending = send(0, 20);
      b.join();
      await expect.poll(() => [a.parts.size, b.parts.size].sort(), { timeout: 10_000 }).toEqual([8, 9]);
      await sending;
      expect(a.left).toHaveLength(8);
      await expect.poll(() => texts(a, b).length, { timeout: 10_000 }).toBe(sent.length);
      expect(texts(a, b)).toEqual(sent.sort());
      // A tenant's batches come in order, whoever is given them.
      for (const worker of [a, b])
        for (const [, batches] of Map.groupBy(worker.got, ({ tenant }) => tenant))
          expect(batches.map(({ position }) => position)).toEqual(
            batches.map(({ position }) => position).sort((x, y) => x - y),
          );
      await expect.poll(() => [a.bus.depth(), b.bus.depth()], { timeout: 10_000 }).toEqual([0, 0]);

      await a.stop();
      await expect.poll(() => b.parts.size, { timeout: 3_000 }).toBe(PARTITIONS);
      await send(20, 22);
      await expect.poll(() => texts(a, b).length, { timeout: 10_000 }).toBe(sent.length);
      expect(texts(a, b)).toEqual(sent.sort());
    }, 60_000);

    test('a worker that cannot lengthen its leases stores no more before another one takes over', async () => {
      const stream = `shared-${serial++}`;
      const [a, b] = [await open(stream, 'a', false), await open(stream, 'b')];
      a.join();
      await expect.poll(() => a.parts.size, { timeout: 10_000 }).toBe(PARTITIONS);
      const tenant = '/root/acme/';
      const positions: number[] = [];
      for (const text of ['x', 'y', 'z']) positions.push(await a.bus.publish(batch(tenant, text)));
      await expect.poll(() => a.got.length, { timeout: 5_000 }).toBe(3);
      await a.bus.checkpoint(positions[0]!);
      expect(a.got.map(({ redelivered }) => redelivered)).toEqual([undefined, undefined, undefined]);

      a.cut();
      b.join();
      await expect.poll(() => a.bus.holds(positions[1]!), { interval: 20, timeout: 5_000 }).toBe(false);
      expect(b.parts.size).toBe(0);
      await expect.poll(() => b.parts.size, { timeout: 10_000 }).toBe(PARTITIONS);
      await expect.poll(() => b.got.length, { timeout: 5_000 }).toBe(2);
      expect(b.got.map(({ records, redelivered }) => [records[0], redelivered])).toEqual([
        ['y', true],
        ['z', true],
      ]);
      // What the first one says late changes nothing, and it knows.
      await a.bus.checkpoint(positions[2]!);
      await b.bus.publish(batch(tenant, 'w'));
      await expect.poll(() => b.got.length, { timeout: 5_000 }).toBe(3);
      expect(b.got[2]?.redelivered).toBeUndefined();
      const rowOf = async () => (await state.partitions.all(stream))[partitionOf(tenant)];
      await expect.poll(async () => (await rowOf())?.position).toBe(b.got[2]?.position);
      const row = await rowOf();
      expect(row?.owner).toBe('b');
      expect(
        await state.partitions.checkpoint(stream, 'a', [{ partition: row!.partition, epoch: 1, position: 1 }]),
      ).toEqual([]);
    }, 60_000);

    test('a killed worker that is started again takes its own at once', async () => {
      const stream = `shared-${serial++}`;
      const a = await open(stream, 'a');
      a.join();
      await expect.poll(() => a.parts.size, { timeout: 10_000 }).toBe(PARTITIONS);
      a.cut();
      const again = await open(stream, 'a');
      again.join();
      await expect.poll(() => again.parts.size, { timeout: 2_000 }).toBe(PARTITIONS);
      expect((await state.partitions.all(stream)).every(({ epoch }) => epoch === 2)).toBe(true);
    }, 60_000);

    test('takes over a stream from before there were parts: from its checkpoint, older batches first', async () => {
      const stream = `shared-${serial++}`;
      const { link, manager } = await IntakeStream.open(
        { servers: nats.servers, stream: `${stream}-beside`, replicas: 1 },
        async (opened) => opened,
      );
      // As the version before made them.
      const kept = { storage: 'file', num_replicas: 1 } as const;
      const full = { max_bytes: 2 * 1024 ** 3, discard: 'new' } as const;
      await manager.streams.add({ name: stream, subjects: [`${stream}.intake`], ...kept, ...full });
      await manager.streams.add({
        name: `${stream}-checkpoint`,
        subjects: [`${stream}.checkpoint`],
        max_msgs: 1,
        ...kept,
      });
      const older = (text: string) => link.request(`${stream}.intake`, JSON.stringify(batch('/root/acme/', text)));
      for (const text of ['stored', 'older 1', 'older 2']) await older(text);
      await link.request(`${stream}.checkpoint`, '1');
      const a = await open(stream, 'a');
      await a.bus.publish(batch('/root/acme/', 'newer'));
      // A door of the version before goes on for a while.
      await older('older 3');
      a.join();
      await expect.poll(() => a.got.length, { timeout: 10_000 }).toBe(4);
      expect(a.got.map(({ records }) => records[0])).toEqual(['older 1', 'older 2', 'older 3', 'newer']);
      await expect.poll(() => a.parts.has(LEGACY_PARTITION) && a.parts.size, { timeout: 10_000 }).toBe(PARTITIONS);
      // Parts in which nothing happens hold up nothing.
      await expect
        .poll(async () => (await state.partitions.all(stream)).every(({ position }) => position === 5), {
          timeout: 10_000,
        })
        .toBe(true);
      await link.close();
    }, 60_000);
  },
);
