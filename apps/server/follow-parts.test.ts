import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding, Incident } from '@haechi/event';
import { createGrouping } from '@haechi/platform/correlate/grouping.ts';
import { TEST_CACHE } from '@haechi/platform/enrich/test-cache.ts';
import { inThreadProcessor } from '@haechi/platform/processing/in-thread.ts';
import { LEGACY_PARTITION, partitionOf } from '@haechi/platform/store/partitions/partition-of.ts';
import { openState, type StateStore } from '@haechi/platform/store/state/index.ts';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followParts } from './follow-parts.ts';
import { claims } from './one-at-a-time.ts';
import { OwnTenants } from './own-tenants.ts';
import { workerName } from './worker-name.ts';

const NOW = Date.now();
const TENANTS = ['/root/acme/', '/root/gamma/'] as const;
const [ACME, BETA] = TENANTS.map(partitionOf) as [number, number];

const NOTHING = { async *storedBetween() {} };
const part = (partition: number) => ({ partition, position: 0, windows: 0 });

let folder: string;
let state: StateStore;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-parts-'));
  state = await openState(path.join(folder, 'state'));
  for (const tenant of TENANTS) await state.tenants.create(scopeOf('/root/'), { path: tenant, name: tenant });
  await state.incidents.upsertIncidents(TENANTS.map((tenant) => incident(tenant)));
});
afterAll(async () => {
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

const time = new Date(NOW - 60_000).toISOString();
const incident = (tenant: string): Incident => ({
  id: `i-${tenant}`,
  tenant,
  status: 'new',
  level: 'high',
  title: 't',
  titleRuleId: 'r',
  firstTime: time,
  lastTime: time,
  tactics: [],
  entities: { host: ['web01'] },
  findingIds: ['f1'],
  findingCount: 1,
});
const finding = (tenant: string, id: string): Finding => ({
  id,
  tenant,
  time,
  ruleId: 'r',
  title: 't',
  level: 'high',
  attack: [],
  entities: { host: ['web01'] },
  eventIds: [],
  count: 1,
});

test('open incidents come and go with the part of their tenant', async () => {
  expect(ACME).not.toBe(BETA);
  const own = new OwnTenants();
  const grouping = createGrouping();
  const processor = inThreadProcessor('bus', { cache: TEST_CACHE });
  const saves = { save: async () => undefined };
  const log = pino({ level: 'silent' });
  const parts = followParts({
    own,
    grouping,
    processor,
    saves,
    state,
    events: NOTHING,
    busId: 'bus',
    log,
    now: () => NOW,
  });
  const goesOn = (tenant: string, id: string) => grouping.add([finding(tenant, id)])[0]?.id === `i-${tenant}`;
  await parts.taken([part(ACME)]);
  expect([own.has('/root/acme/'), own.has('/root/gamma/')]).toEqual([true, false]);
  expect([goesOn('/root/acme/', 'f2'), goesOn('/root/gamma/', 'f2')]).toEqual([true, false]);
  await parts.taken([part(BETA)]);
  expect([goesOn('/root/acme/', 'f3'), goesOn('/root/gamma/', 'f3')]).toEqual([true, true]);
  await parts.gone(ACME);
  expect([goesOn('/root/acme/', 'f4'), goesOn('/root/gamma/', 'f4')]).toEqual([false, true]);
});

test('while there are older batches, all tenants are of who works on them', () => {
  const own = new OwnTenants();
  own.add([LEGACY_PARTITION]);
  expect(TENANTS.map((tenant) => own.has(tenant))).toEqual([true, true]);
  own.add([ACME]);
  expect(TENANTS.map((tenant) => own.has(tenant))).toEqual([true, false]);
  own.remove(ACME);
  own.remove(LEGACY_PARTITION);
  expect(TENANTS.map((tenant) => own.has(tenant))).toEqual([false, false]);
});

test('a job is done by one process at a time, and by another when it is gone', async () => {
  const [a, b] = [claims(state.partitions, 'a'), claims(state.partitions, 'b')];
  expect([await a('feeds', 60_000), await b('feeds', 60_000), await a('feeds', 1), await b('expiry', 60_000)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  await expect.poll(() => b('feeds', 60_000)).toBe(true);
  expect(await a('feeds', 60_000)).toBe(false);
});

test('a worker has the same name after a restart', async () => {
  const name = await workerName(folder);
  expect(await workerName(folder)).toBe(name);
});
