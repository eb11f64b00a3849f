import { afterAll, describe, expect, test } from 'vitest';
import type { DetectionSources } from '../detect/detector.ts';
import { TEST_CACHE } from '../enrich/test-cache.ts';
import { normaliseBatch } from '../normalise/normalise.ts';
import { fromBus, toBus } from '../store/batch-on-bus.ts';
import { documentId } from '../store/document-id.ts';
import type { BatchOnBus, IntakeBatch } from '../store/ports.ts';
import { inThreadProcessor } from './in-thread.ts';
import type { Processor } from './processor.ts';
import { threadProcessor } from './thread.ts';

const RULES = `
title: Failed sign-in
id: 11111111-1111-4111-8111-111111111111
name: failed
level: low
logsource: { product: linux, service: sshd }
detection: { keywords: ['Failed password'], condition: keywords }
---
title: Password guessing
id: 22222222-2222-4222-8222-222222222222
level: high
correlation: { type: event_count, rules: [failed], group-by: [src_ip], timespan: 10m, condition: { gte: 4 } }
`;
const sources = (text = RULES): DetectionSources => ({
  packs: [{ owner: '/', name: 'builtin', files: [{ path: 'a.yml', text }] }],
  switches: [],
  exceptions: [],
});

const failed = (position: number, more: Partial<IntakeBatch> = {}): BatchOnBus => ({
  position,
  payload: toBus({
    tenant: '/root/',
    source: 'test',
    received: '2026-03-01T00:00:30.000Z',
    format: '',
    timeZone: 'UTC',
    records: [
      `Mar  1 00:00:${String(position).padStart(2, '0')} web0${position} sshd[77]: Failed password for root from 203.0.113.9 port 4711 ssh2`,
    ],
    ...more,
  }),
});

describe.each([
  ['on its own thread', threadProcessor],
  ['on the calling thread', inThreadProcessor],
] as const)('windows of correlations %s', (_name, open) => {
  const opened: Processor[] = [];
  const processor = async (bus = 'bus'): Promise<Processor> => {
    const one = open(bus, { cache: TEST_CACHE });
    opened.push(one);
    await one.load(sources());
    return one;
  };
  afterAll(() => Promise.all(opened.map((one) => one.close())));
  const guesses = async (one: Processor, ...batches: BatchOnBus[]) =>
    (await one.process(batches, {})).findings.filter(({ title }) => title === 'Password guessing');
  const half = async () => {
    const one = await processor();
    await guesses(one, failed(1), failed(2), failed(3));
    return one.correlationStates();
  };

  test('outlive a change of other rules, and end with a change of their own', async () => {
    const one = await processor();
    await guesses(one, failed(1), failed(2));
    await one.load(
      sources(`${RULES}\n---\n${RULES.split('---')[0]?.replaceAll('1111', '3333').replace('name: failed', '')}`),
    );
    await guesses(one, failed(3));
    const [finding] = await guesses(one, failed(4));
    expect(finding).toMatchObject({ count: 4, entities: { host: ['web01', 'web02', 'web03', 'web04'] } });

    const other = await processor();
    await guesses(other, failed(1), failed(2), failed(3));
    await other.load(sources(RULES.replace('10m', '11m')));
    expect(await guesses(other, failed(4))).toEqual([]);
  });

  test('outlive a restart, with the entities of their events', async () => {
    const taken = await half();
    expect(taken).toMatchObject({ position: 3, leftOut: 0, hasMore: false, states: [{ tenant: '/root/' }] });
    const again = await processor();
    expect(await again.restoreCorrelations(taken.states)).toEqual([]);
    expect(await guesses(again, failed(4))).toMatchObject([
      {
        count: 4,
        eventIds: ['bus.1.1', 'bus.2.1', 'bus.3.1', 'bus.4.1'],
        entities: { host: ['web01', 'web02', 'web03', 'web04'], address: ['203.0.113.9'] },
      },
    ]);
  });

  test('are given once, until they change', async () => {
    const one = await processor();
    expect(await one.correlationStates()).toMatchObject({ position: -1, states: [] });
    await guesses(one, failed(1), failed(2, { tenant: '/root/a/' }));
    const tenants = async () => (await one.correlationStates()).states.map(({ tenant }) => tenant);
    expect([await tenants(), await tenants()]).toEqual([['/root/', '/root/a/'], []]);
    await guesses(one, failed(3));
    expect(await tenants()).toEqual(['/root/']);
  });

  test('do not count what they have counted when the bus gives it again; of another bus they do', async () => {
    const taken = await half();
    const again = await processor();
    await again.restoreCorrelations(taken.states);
    expect(await guesses(again, failed(2), failed(3))).toEqual([]);
    // Saved again in the middle of it, and restored again.
    const third = await processor();
    await third.restoreCorrelations([...taken.states, ...(await again.correlationStates()).states]);
    expect(await guesses(third, failed(2), failed(3))).toEqual([]);
    expect(await guesses(third, failed(4))).toMatchObject([{ count: 4 }]);

    const moved = await processor('another');
    await moved.restoreCorrelations(taken.states);
    expect(await guesses(moved, failed(1))).toMatchObject([{ count: 4 }]);
  });

  test('do not count what its sender sends again', async () => {
    const named = (position: number, n: number) =>
      failed(position, { meta: [{ id: documentId('/root/', 'logs', String(n)) }] });
    const one = await processor();
    await guesses(one, named(1, 1), named(2, 2), named(3, 3));
    const again = await processor();
    await again.restoreCorrelations((await one.correlationStates()).states);
    expect(await guesses(again, named(4, 3))).toEqual([]);
    expect(await guesses(again, named(5, 4))).toMatchObject([{ count: 4 }]);
  });

  test('count what was stored after they were saved, find none of it again, and say how far they are', async () => {
    const taken = await half();
    const again = await processor();
    await again.restoreCorrelations(taken.states);
    const rows = [failed(3), failed(4), failed(5)].flatMap((batch) => normaliseBatch(fromBus(batch), 'bus').rows);
    await again.recount(rows, 5);
    const after = await again.correlationStates();
    expect(after).toMatchObject({ position: 5, states: [{ tenant: '/root/' }] });
    // The group has spoken.
    expect(await guesses(again, failed(6))).toEqual([]);
    expect(await again.takeActivity()).toMatchObject([{ fired: 1 }]);
    const third = await processor();
    await third.restoreCorrelations(after.states);
    expect(await guesses(third, failed(4), failed(5))).toEqual([]);
  });

  test('end with their tenant', async () => {
    const one = await processor();
    await guesses(one, failed(1), failed(2), failed(3), failed(4, { tenant: '/root/a/' }));
    await one.forgetCorrelations(['/root/']);
    expect((await one.correlationStates()).states.map(({ tenant }) => tenant)).toEqual(['/root/a/']);
    expect(await guesses(one, failed(5))).toEqual([]);
  });

  test('that are damaged are refused with a code, and cost no others', async () => {
    const { states } = await half();
    const [good] = states;
    const cut = { tenant: '/root/cut/', body: good!.body.slice(0, 40) };
    const noise = { tenant: '/root/noise/', body: new Uint8Array([1, 2, 3]) };
    const again = await processor();
    const code = 'correlation_state_invalid';
    expect(
      await again.restoreCorrelations([cut, noise, { tenant: '/root/x/', body: new Uint8Array() }, good!]),
    ).toEqual([
      { tenant: '/root/cut/', code, what: expect.any(String) },
      { tenant: '/root/noise/', code, what: expect.any(String) },
    ]);
    expect(await guesses(again, failed(4))).toHaveLength(1);
  });
});
