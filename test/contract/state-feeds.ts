import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FEED_LIMITS } from '../../platform/feeds/limits.ts';
import type { HeldObject } from '../../platform/feeds/merge-objects.ts';
import type { FeedDraft, PollOutcome, StateStore, StoredFeed } from '../../platform/store/state/index.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';
import type { StatePlace } from './state-isolation.ts';

const DRAFT: FeedDraft = {
  name: 'provider',
  url: 'https://feeds.example/api1/',
  collection: '91a7b528',
  title: 'Known bad',
  credentialKind: 'bearer',
  credential: 'sealed',
  intervalS: 3_600,
  enabled: true,
};
const LATER = '2999-01-01T00:00:00.000Z';
const NOW = '2026-01-01T12:00:00.000Z';
const INDICATORS = [{ type: 'ipv4-addr', value: '203.0.113.7', until: LATER }] as const;
const HELD: readonly HeldObject[] = [
  { id: 'indicator--1', version: '2026-01-01T00:00:00.000000000Z', indicators: INDICATORS },
];
const GOOD = {
  kind: 'read',
  at: NOW,
  nextPoll: LATER,
  addedAfter: '2026-01-01T00:00:00.123456Z',
  held: HELD,
  nextEnd: LATER,
  added: 1,
  removed: 0,
  total: 1,
  unused: { revoked: 1, ended: 2, pattern_unsupported: 3, malformed: 4 },
  indicators: INDICATORS,
} as const satisfies PollOutcome;

/** The cases of the state that feeds are made of. */
export function stateFeedsContract(open: () => Promise<StatePlace>): void {
  describe('feeds', () => {
    const root = scopeOf('/root/');
    const acme = scopeOf('/root/acme/');
    const emea = scopeOf('/root/acme/emea/');
    let store: StateStore;
    beforeAll(async () => {
      ({ store } = await open());
      for (const path of ['/root/acme/', '/root/acme/emea/'])
        await store.tenants.create(root, { path, name: path, retentionDays: 30 });
    });
    afterAll(() => store.close());
    const added = async (draft: FeedDraft, scope = acme): Promise<StoredFeed> => {
      const feed = await store.intelFeeds.add(scope, draft, 'ann', NOW);
      if (typeof feed === 'string') throw new Error(feed);
      return feed;
    };
    const due = async () => (await store.intelFeeds.due(LATER)).map(({ name }) => name);

    test('a feed and its list have one name, which is nobody else’s in the tenant', async () => {
      expect(await added(DRAFT)).toMatchObject({ ...DRAFT, tenant: '/root/acme/', lastPoll: null, problem: null });
      expect(await store.intelFeeds.add(acme, DRAFT, 'bob', NOW)).toBe('name_taken');
      expect(await store.intelLists.put(acme, { name: 'provider', author: 'bob', indicators: [] })).toBe(false);
      expect(await store.intelLists.remove(acme, 'provider')).toBe('of_feed');
      await store.intelLists.put(acme, { name: 'mine', author: 'bob', indicators: INDICATORS });
      expect(await store.intelFeeds.add(acme, { ...DRAFT, name: 'mine' }, 'bob', NOW)).toBe('name_taken');
      expect(await store.intelLists.list(acme)).toMatchObject([
        { name: 'mine', feed: false, indicators: 1 },
        { name: 'provider', feed: true, indicators: 0 },
      ]);
      await store.intelLists.remove(acme, 'mine');
    });

    test('a feed is seen by its tenant and above, not below', async () => {
      expect((await store.intelFeeds.list(root)).map(({ name }) => name)).toEqual(['provider']);
      expect(await store.intelFeeds.find(acme, 'provider')).toMatchObject({ title: 'Known bad' });
      expect(await store.intelFeeds.find(root, 'provider')).toBeUndefined();
      expect(await store.intelFeeds.list(emea)).toEqual([]);
      expect((await store.intelLists.list(emea)).map(({ name }) => name)).toEqual(['provider']);
      for (const scope of [root, emea]) {
        expect(await store.intelFeeds.remove(scope, 'provider')).toBe(false);
        expect(await store.intelFeeds.update(scope, 'provider', DRAFT, NOW)).toBeUndefined();
        expect(await store.intelFeeds.hasten(scope, 'provider', NOW)).toBeUndefined();
        expect(await store.intelFeeds.finish(scope, 'provider', 1, GOOD)).toBe(false);
      }
    });

    test('a poll writes list, cursor and counts at once; a failed one leaves them', async () => {
      expect(await store.intelFeeds.finish(acme, 'provider', 1, GOOD)).toBe(true);
      expect(await store.intelFeeds.content(acme, 'provider')).toEqual({ held: HELD, indicators: [...INDICATORS] });
      const good = { added: 1, total: 1, addedAfter: GOOD.addedAfter, nextEnd: LATER };
      expect(await store.intelFeeds.find(acme, 'provider')).toMatchObject({
        ...good,
        unused: { revoked: 1, ended: 2, pattern_unsupported: 3, malformed: 4 },
        lastSuccess: NOW,
        nextPoll: LATER,
      });
      const bad: PollOutcome = { kind: 'failed', at: NOW, nextPoll: LATER, problem: 'feed_denied' };
      for (let times = 0; times < 2; times++) await store.intelFeeds.finish(acme, 'provider', 1, bad);
      const failed = { ...good, problem: 'feed_denied', failures: 2, lastSuccess: NOW };
      expect(await store.intelFeeds.find(acme, 'provider')).toMatchObject(failed);
      expect((await store.intelFeeds.content(acme, 'provider')).indicators).toEqual([...INDICATORS]);
      const { indicators: _, held: __, ...unchanged } = GOOD;
      await store.intelFeeds.finish(acme, 'provider', 1, unchanged);
      expect(await store.intelFeeds.find(acme, 'provider')).toMatchObject({ problem: null, failures: 0 });
      const same: PollOutcome = { kind: 'same', at: NOW, nextPoll: LATER, addedAfter: '2026-01-02T00:00:00Z' };
      await store.intelFeeds.finish(acme, 'provider', 1, same);
      const later = { added: 0, removed: 0, total: 1, addedAfter: '2026-01-02T00:00:00Z', nextEnd: LATER };
      expect(await store.intelFeeds.find(acme, 'provider')).toMatchObject(later);
      expect(await store.intelFeeds.content(acme, 'provider')).toEqual({ held: HELD, indicators: [...INDICATORS] });
    });

    test('due is what is enabled and whose time has come', async () => {
      expect(await store.intelFeeds.due(NOW)).toEqual([]);
      expect(await store.intelFeeds.hasten(acme, 'provider', NOW)).toMatchObject({ nextPoll: NOW });
      await added({ ...DRAFT, name: 'other', credentialKind: 'none', credential: null }, emea);
      expect(await due()).toEqual(['provider', 'other']);
      await store.intelFeeds.update(emea, 'other', { ...DRAFT, name: 'other', enabled: false }, NOW);
      expect(await due()).toEqual(['provider']);
      expect(await store.intelFeeds.hasten(emea, 'other', NOW)).toBeUndefined();
    });

    test('with another address it begins anew, and a poll that is under way counts no more', async () => {
      const same = await store.intelFeeds.update(acme, 'provider', { ...DRAFT, intervalS: 600 }, NOW);
      expect(same).toMatchObject({ intervalS: 600, revision: 2, addedAfter: expect.any(String) });
      const other = await store.intelFeeds.update(acme, 'provider', { ...DRAFT, collection: 'other' }, NOW);
      expect(other).toMatchObject({ revision: 3, addedAfter: null, nextEnd: null, unused: null });
      expect(await store.intelFeeds.content(acme, 'provider')).toEqual({ held: [], indicators: [...INDICATORS] });
      expect(await store.intelFeeds.finish(acme, 'provider', 2, GOOD)).toBe(false);
    });

    test('removed with its list; a tenant has only so many', async () => {
      expect(await store.intelFeeds.remove(acme, 'provider')).toBe(true);
      expect(await store.intelFeeds.remove(acme, 'provider')).toBe(false);
      expect((await store.intelLists.list(acme)).map(({ name }) => name)).toEqual(['other']);
      expect(await store.intelFeeds.finish(acme, 'provider', 3, GOOD)).toBe(false);
      for (let index = 0; index < FEED_LIMITS.perTenant; index++) await added({ ...DRAFT, name: `feed-${index}` });
      expect(await store.intelFeeds.add(acme, DRAFT, 'ann', NOW)).toBe('full');
    });
  });
}
