import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sealerAt } from '@haechi/platform/store/sealer.ts';
import { openState, type StateStore } from '@haechi/platform/store/state/index.ts';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { indicator, startTaxiiServer, type TaxiiServer } from '../../test/taxii/taxii-server.ts';
import { type FeedPoller, startFeedPoller } from './feed-poller.ts';
import { claims } from './one-at-a-time.ts';

const root = scopeOf('/root/');
let folder: string;
let state: StateStore;
let taxii: TaxiiServer;
let poller: FeedPoller | undefined;
let changes = 0;
const logged: { feed?: string }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'feed-poller-'));
  state = await openState(path.join(folder, 'state'));
  taxii = await startTaxiiServer();
  taxii.objects.push({ at: '2026-01-01T00:00:00.000Z', object: indicator(1, "[domain-name:value = 'bad.example']") });
  changes = 0;
  logged.length = 0;
});
afterEach(async () => {
  await poller?.stop();
  await state.close();
  await taxii[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const start = (now = Date.now) => {
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const sealer = sealerAt(path.join(folder, 'secrets.key'));
  const intelChanged = async () => {
    changes++;
  };
  poller = startFeedPoller({
    state,
    claim: claims(state.partitions, 'one'),
    sealer,
    network: { loopback: true },
    intelChanged,
    log,
    now,
  });
  return poller;
};
const add = (name: string, more: object = {}) => {
  const { root: url, collection } = taxii;
  const open = { credentialKind: 'none', credential: null } as const;
  return state.intelFeeds.add(
    root,
    { name, url, collection, title: '', ...open, intervalS: 3_600, enabled: true, ...more },
    'ann',
    '2026-01-01T00:00:00Z',
  );
};
const found = (name: string) => state.intelFeeds.find(root, name);

test('a feed that makes a fault of our own is logged and stops no other', async () => {
  await add('a-broken', { url: 'no address', credentialKind: 'bearer', credential: 'AQ==' });
  await add('b-good');
  start();
  await expect.poll(async () => (await found('b-good'))?.total, { timeout: 10_000 }).toBe(1);
  expect(await found('a-broken')).toMatchObject({ problem: 'feed_internal', failures: 1 });
  expect(logged.map(({ feed }) => feed)).toEqual(['a-broken']);
  expect(changes).toBe(1);
});

test('only a changed list is taken up by the pipeline, and nothing is asked before its time', async () => {
  let nowMs = Date.now();
  await add('feed');
  const { wake } = start(() => nowMs);
  await expect.poll(async () => (await found('feed'))?.total, { timeout: 10_000 }).toBe(1);
  const first = await found('feed');
  const wait = Date.parse(first?.nextPoll ?? '') - nowMs;
  expect(wait).toBeGreaterThanOrEqual(3_600_000);
  expect(wait).toBeLessThanOrEqual(3_960_000);
  wake();
  nowMs += 4_000_000;
  wake();
  await expect.poll(async () => (await found('feed'))?.lastPoll !== first?.lastPoll, { timeout: 10_000 }).toBe(true);
  expect([taxii.requests.length, changes]).toEqual([2, 1]);
});

test('failures are tried again soon, then less and less often until the usual time', async () => {
  let nowMs = Date.now();
  await add('feed');
  taxii.needs = { header: 'authorization', value: 'x' };
  const { wake } = start(() => nowMs);
  const waits: number[] = [];
  for (let times = 1; times <= 6; times++) {
    await expect.poll(async () => (await found('feed'))?.failures, { timeout: 10_000 }).toBe(times);
    const next = Date.parse((await found('feed'))?.nextPoll ?? '');
    waits.push(Math.floor((next - nowMs) / 60_000 / 1.1));
    nowMs = next + 1;
    wake();
  }
  // Minutes, less the tenth that is random.
  const least = [5, 10, 20, 40, 60, 60].map((minutes) => Math.floor(minutes / 1.1));
  for (const [index, minutes] of waits.entries()) {
    expect(minutes).toBeGreaterThanOrEqual(least[index] ?? 0);
    expect(minutes).toBeLessThanOrEqual([5, 10, 20, 40, 60, 60][index] ?? 0);
  }
});

test('a server that is silent keeps nobody from stopping, and its feed is due again', async () => {
  taxii.mishaps.push('silent');
  await add('feed');
  const { stop } = start();
  await expect.poll(() => taxii.requests.length, { timeout: 10_000 }).toBe(1);
  const began = performance.now();
  await stop();
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await found('feed')).toMatchObject({ lastPoll: null, failures: 0 });
  expect(await state.intelFeeds.due(new Date().toISOString())).toHaveLength(1);
});
