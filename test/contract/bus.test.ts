import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SPOOL_LIMITS } from '@haechi/spool';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fromBus } from '../../platform/store/batch-on-bus.ts';
import { JetStreamBus } from '../../platform/store/jetstream/jetstream-bus.ts';
import { PartitionedBus } from '../../platform/store/jetstream/partitioned-bus.ts';
import { SpoolBus } from '../../platform/store/spool-bus.ts';
import { openState, type StateStore } from '../../platform/store/state/index.ts';
import { busContract } from './bus.ts';
import { HAS_NATS, type NatsCluster, startNats } from './nats-cluster.ts';

describe('bus: write-ahead spool', () => {
  busContract(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bus-'));
    return {
      open: (limits) => SpoolBus.open(folder, { ...SPOOL_LIMITS, ...limits }),
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  });
});

describe.skipIf(!HAS_NATS)('bus: NATS JetStream, one server', () => {
  let cluster: NatsCluster;
  let serial = 0;
  beforeAll(async () => {
    cluster = await startNats(1);
  });
  afterAll(() => cluster.stop());
  busContract(async () => {
    const stream = `contract-${serial++}`;
    return {
      open: (limits) => JetStreamBus.open({ servers: cluster.servers, stream, replicas: 1, limits }),
      remove: async () => undefined,
    };
  });

  test.each([365, -365])(
    'a server that is away is waited for and found, though the clock leaps %d days',
    async (days) => {
      const open = () => JetStreamBus.open({ servers: cluster.servers, stream: `leap${days}`, replicas: 1 });
      const bus = await open();
      const batch = {
        tenant: '/root/',
        source: 's',
        received: '2026-01-01T00:00:00.000Z',
        format: '',
        timeZone: 'UTC',
      };
      await cluster.killNode(0);
      const right = Date.now.bind(Date);
      let leapMs = 0;
      const clock = vi.spyOn(Date, 'now').mockImplementation(() => right() + leapMs);
      try {
        let settled = 0;
        const opening = open();
        const both = Promise.all(
          [bus.publish({ ...batch, records: ['r'] }), opening].map((each) => each.finally(() => settled++)),
        );
        await sleep(500);
        leapMs = days * 86_400_000;
        // Longer than one try takes.
        await Promise.race([sleep(4_000), both.catch(() => undefined)]);
        expect(settled).toBe(0);
        await cluster.startNode(0);
        await both;
        await (await opening).close();
        expect(bus.depth()).toBe(1);
      } finally {
        clock.mockRestore();
        await bus.close();
      }
    },
  );
});

describe.skipIf(!HAS_NATS)('bus: parts of a NATS JetStream', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bus-parts-'));
  let cluster: NatsCluster;
  let state: StateStore;
  let serial = 0;
  beforeAll(async () => {
    [cluster, state] = await Promise.all([startNats(1), openState(path.join(folder, 'state'))]);
  });
  afterAll(async () => {
    await cluster.stop();
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  busContract(async () => {
    const stream = `parts-${serial++}`;
    const onFault = (error: unknown): never => {
      throw error;
    };
    return {
      open: (limits) =>
        PartitionedBus.open(
          { servers: cluster.servers, stream, replicas: 1, limits },
          { leases: state.partitions, worker: 'one', embeddedEvents: false, onFault },
        ),
      remove: async () => undefined,
    };
  });
});

describe.skipIf(!HAS_NATS)('bus: NATS JetStream, three servers, three replicas', () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNats(3);
  });
  afterAll(() => cluster.stop());

  test('one node killed and restarted in mid-flow loses and doubles nothing that was acknowledged', {
    timeout: 120_000,
  }, async () => {
    const bus = await openWhenElected(cluster);
    const total = 300;
    const stop = new AbortController();
    const got: string[] = [];
    const consuming = (async () => {
      for await (const next of bus.consume(stop.signal)) {
        got.push(fromBus(next).records[0] ?? '');
        if (got.length % 50 === 0) await bus.checkpoint(next.position);
        if (got.length >= total) return;
      }
    })();
    for (let index = 0; index < total; index++) {
      if (index === 100) await cluster.killNode(0);
      if (index === 200) await cluster.startNode(0);
      await bus.publish({
        tenant: '/root/',
        source: 's',
        received: '2026-01-01T00:00:00.000Z',
        format: '',
        timeZone: 'UTC',
        records: [`r${index}`],
      });
    }
    await Promise.race([consuming, sleep(60_000)]);
    stop.abort();
    expect(got).toEqual(Array.from({ length: total }, (_, index) => `r${index}`));
    await bus.close();
  });
});

/** A new cluster needs a moment to elect its leader. */
async function openWhenElected(cluster: NatsCluster): Promise<JetStreamBus> {
  for (let tries = 0; ; tries++) {
    try {
      return await JetStreamBus.open({ servers: cluster.servers, stream: 'flow', replicas: 3 });
    } catch (error) {
      if (tries > 40) throw error;
      await sleep(500);
    }
  }
}
