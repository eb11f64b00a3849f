import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGrouping } from './correlate/grouping.ts';
import type { InventoryTables } from './enrich/inventory-table.ts';
import { TEST_CACHE } from './enrich/test-cache.ts';
import { readTableRows } from './inventory/read-table.ts';
import { type PipelineEvents, runPipeline } from './pipeline.ts';
import { inThreadProcessor } from './processing/in-thread.ts';
import type { LaterCount } from './processing/later-counts.ts';
import { documentId } from './store/document-id.ts';
import { openEvents } from './store/events/store.ts';
import type { EventStore, IntakeBatch } from './store/ports.ts';
import { SpoolBus } from './store/spool-bus.ts';
import { openState, type StateStore } from './store/state/index.ts';
import { ROOT_TENANT, scopeOf } from './tenancy/scope.ts';

const RULE = `
title: Password guessing
id: 11111111-1111-4111-8111-111111111111
level: high
tags: [attack.credential-access]
logsource: { product: linux, service: sshd }
detection: { keywords: ['Failed password'], condition: keywords }
`;
// Recent, because the store deletes what is older than its retention.
const NOW = Date.now();
const DAY_MS = 86_400_000;
const RECEIVED = new Date(NOW).toISOString();
const RANGE = { from: new Date(NOW - DAY_MS).toISOString(), to: new Date(NOW + DAY_MS).toISOString() };
const line = (host: string, second: number): string =>
  `<38>1 ${new Date(NOW - 10_000 + second * 1_000).toISOString()} ${host} sshd 77 - - Failed password for kim from 203.0.113.9 port 4711 ssh2`;
const batch = (...records: string[]): Omit<IntakeBatch, 'position'> => ({
  tenant: ROOT_TENANT,
  source: 'test',
  received: RECEIVED,
  format: '',
  timeZone: 'UTC',
  records,
});

let folder: string;
let events: EventStore;
let state: StateStore;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pipeline-'));
  events = await openEvents(path.join(folder, 'events'));
  await events.migrate();
  state = await openState(path.join(folder, 'state'));
});
afterAll(async () => {
  await events.close();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the pipeline until `rounds` rounds are stored; `during` may break something on the way. */
async function run(
  spool: SpoolBus,
  rounds: number,
  store: EventStore = events,
  known?: InventoryTables,
  counted: LaterCount[] = [],
): Promise<{ faults: number }> {
  const processor = inThreadProcessor(spool.id, { cache: TEST_CACHE });
  if (known !== undefined) await processor.learn(known);
  await processor.load({
    packs: [{ owner: '/', name: 'builtin', files: [{ path: 'a.yml', text: RULE }] }],
    switches: [],
    exceptions: [],
  });
  const grouping = createGrouping();
  grouping.restore(await state.incidents.openIncidents(RANGE.from));
  const listeners = new EventEmitter<PipelineEvents>();
  listeners.on('counted', (counts) => void counted.push(...counts));
  const stop = new AbortController();
  let stored = 0;
  let faults = 0;
  listeners.on('stored', () => {
    if (++stored >= rounds) stop.abort();
  });
  await runPipeline(
    { bus: spool, processor, events: store, incidents: state.incidents, grouping, listeners, onFault: () => faults++ },
    stop.signal,
  );
  return { faults };
}

const scope = scopeOf(ROOT_TENANT);
const storedLines = async (query: string): Promise<number> => events.count(scope, query, RANGE);

test('an event goes from the spool into the store, a finding and an incident', async () => {
  const spool = await SpoolBus.open(path.join(folder, 'a'));
  await spool.publish(batch(line('web01', 1), 'ordinary text', '{"broken":'));
  await run(spool, 1);
  expect(spool.depth()).toBe(0);
  expect(await storedLines('host.name:web01')).toBe(1);
  expect((await events.deadLetters(scope, { range: RANGE, limit: 10 })).map(({ raw }) => raw)).toEqual(['{"broken":']);
  const { rows: incidents } = await state.incidents.incidents(scope, {});
  expect(incidents).toMatchObject([
    { level: 'high', title: 'Password guessing', tactics: ['credential-access'], findingCount: 1 },
  ]);
  const { rows: findings } = await state.incidents.findings(scope, { ids: incidents[0]?.findingIds ?? [] });
  const [event] = await events.byIds(scope, findings[0]?.eventIds ?? []);
  expect(event?.raw).toBe(line('web01', 1));
  await spool.close();
});

test('an event says the country and the autonomous system of its addresses, but not over what it says itself', async () => {
  const spool = await SpoolBus.open(path.join(folder, 'facts'));
  await spool.publish(batch(line('geo01', 1).replace('203.0.113.9', '8.8.8.8')));
  const time = new Date(NOW).toISOString();
  const own = {
    host: { name: 'geo02' },
    client: { ip: '8.8.8.8', as: { number: 64_500 } },
    server: { ip: '10.0.0.1' },
  };
  const ecs = { ...own, '@timestamp': time, ecs: { version: '9.0.0' }, destination: { ip: '2001:4860:4860::8888' } };
  await spool.publish(batch(JSON.stringify(ecs)));
  await run(spool, 1);
  const stored = async (query: string) =>
    (await events.search(scope, { query, range: RANGE, limit: 1, order: 'newest' })).rows[0]?.event;
  const google = { number: 15_169, organization: { name: 'Google LLC' } };
  expect(await stored('host.name:geo01')).toMatchObject({ source: { geo: { country_iso_code: 'US' }, as: google } });
  const second = await stored('host.name:geo02');
  expect(second?.client).toEqual({ ...own.client, geo: { country_iso_code: 'US' } });
  expect(second?.server).toEqual(own.server);
  expect(second?.destination?.as).toEqual(google);
  await spool.close();
});

test('a resolved incident with a new finding is new again; a false positive stays closed', async () => {
  const spool = await SpoolBus.open(path.join(folder, 'reopen'));
  for (const [host, status, after] of [
    ['resolved01', 'resolved', 'new'],
    ['noise01', 'false_positive', 'false_positive'],
  ] as const) {
    await spool.publish(batch(line(host, 1).replace('kim', host).replace('203.0.113.9', `203.0.113.${host.length}`)));
    await run(spool, 1);
    const id =
      (await state.incidents.incidents(scope, { text: 'guessing' })).rows.find((incident) =>
        incident.entities.host?.includes(host),
      )?.id ?? '';
    await state.incidents.setIncidentStatus(scope, id, status);
    await spool.publish(batch(line(host, 2).replace('kim', host).replace('203.0.113.9', `203.0.113.${host.length}`)));
    await run(spool, 1);
    expect(await state.incidents.incident(scope, id)).toMatchObject({ status: after, findingCount: 2 });
  }
  await spool.close();
});

test("an event says what the tenant's tables know, and its incident is as urgent as what is at stake", async () => {
  const spool = await SpoolBus.open(path.join(folder, 'inventory'));
  const known = {
    tenant: ROOT_TENANT,
    assets: (
      await readTableRows('assets', [
        { name: 'DB', hosts: 'pay01', criticality: 'critical', owner: '김민수' },
        { name: 'office', addresses: '203.0.113.0/24', site: 'Seoul' },
      ])
    ).rows,
    users: (await readTableRows('users', [{ name: 'kim', fullName: '김철수', privileged: true }])).rows,
  };
  await spool.publish(batch(line('pay01', 1), line('other01', 1)));
  await run(spool, 1, events, known);
  const { rows } = await events.search(scope, { query: 'host.asset.criticality:critical', range: RANGE });
  expect(rows.map(({ event }) => event)).toMatchObject([
    {
      host: { name: 'pay01', asset: { name: 'DB', criticality: 'critical', owner: '김민수' } },
      source: { ip: '203.0.113.9', asset: { name: 'office', site: 'Seoul' } },
      user: { name: 'kim', full_name: '김철수', asset: { privileged: true } },
    },
  ]);
  expect(await storedLines('user.asset.privileged:true source.asset.site:Seoul')).toBe(2);
  const { rows: incidents } = await state.incidents.incidents(scope, { minPriority: 'critical' });
  expect(incidents).toMatchObject([
    { level: 'high', entities: { stake: ['critical|asset|DB', 'high|privileged|kim'] } },
  ]);
  await spool.close();
});

test('what was stored and not checkpointed before a crash is not stored twice', async () => {
  const place = path.join(folder, 'b');
  const spool = await SpoolBus.open(place);
  await spool.publish(batch(line('db01', 1)));
  await spool.publish(batch(line('db01', 2)));
  spool.checkpoint = async () => undefined;
  await run(spool, 1);
  await spool.close();
  const again = await SpoolBus.open(place);
  expect(again.depth()).toBe(2);
  await again.publish(batch(line('db01', 3)));
  await run(again, 1);
  expect(again.depth()).toBe(0);
  expect(await storedLines('host.name:db01')).toBe(3);
  await again.close();
});

test('a store that is away holds events back, loses none and doubles none', async () => {
  const spool = await SpoolBus.open(path.join(folder, 'c'));
  await spool.publish(batch(line('mail01', 1)));
  let tries = 0;
  // Fails once before and once after it stored the rows: an answer that got lost.
  const flaky: EventStore = {
    ...events,
    async insertEncoded(rows) {
      tries++;
      if (tries === 1) throw new Error('away');
      await events.insertEncoded(rows);
      if (tries === 2) throw new Error('the answer was lost');
    },
  };
  expect(await run(spool, 1, flaky)).toEqual({ faults: 2 });
  expect(await storedLines('host.name:mail01')).toBe(1);
  await spool.close();
});

test('says what came late and what was sent again, once', async () => {
  const spool = await SpoolBus.open(path.join(folder, 'later'));
  const old = `<38>1 ${new Date(NOW - 2 * 3_600_000).toISOString()} late01 sshd 77 - - Accepted password for kim from 203.0.113.9 port 4711 ssh2`;
  const id = documentId(ROOT_TENANT, 'test', 'later');
  const named = { ...batch(line('late01', 1)), source: 'named', meta: [{ id }] };
  const counted: LaterCount[] = [];
  await spool.publish(batch(old, line('late01', 2)));
  await spool.publish(named);
  await run(spool, 1, events, undefined, counted);
  // By another process, which has nothing in its memory.
  await spool.publish(named);
  await spool.publish(named);
  await run(spool, 1, events, undefined, counted);
  const of = (source: string) => ({ tenant: ROOT_TENANT, source, received: RECEIVED });
  expect(counted.reduce((sum, { doubled }) => sum + doubled, 0)).toBe(2);
  expect(counted).toContainEqual({ ...of('test'), late: 1, doubled: 0 });
  expect(counted.every(({ source, late }) => source === 'test' || late === 0)).toBe(true);
  await spool.close();
});
