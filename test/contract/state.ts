import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StateStore } from '../../platform/store/state/index.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';
import type { StatePlace } from './state-isolation.ts';

const NOW = '2026-01-01T12:00:00.000Z';
const EARLIER = '2026-01-01T11:00:00.000Z';
const LATER = '2026-01-01T13:00:00.000Z';
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The cases of the state that accounts, tokens, settings and rules are made of. */
export function stateContract(open: () => Promise<StatePlace>): void {
  describe('accounts and settings', () => {
    const root = scopeOf('/root/');
    const acme = scopeOf('/root/acme/');
    let store: StateStore;
    let serial = 0;
    const user = (tenant = '/root/') =>
      store.users.create(scopeOf(tenant), {
        username: `user${(serial += 1)}`,
        passwordHash: 'hash',
        displayName: '김민수',
        lang: 'ko',
        timeZone: 'Asia/Seoul',
      });
    beforeAll(async () => {
      ({ store } = await open());
      expect(await store.setup.needed()).toBe(true);
      await store.tenants.create(root, { path: '/root/acme/', name: 'Acme', retentionDays: 30 });
    });
    afterAll(() => store.close());

    test('tenants: made below a parent, once, with a well-formed name', async () => {
      expect(await store.tenants.find(acme, '/root/acme/')).toMatchObject({ name: 'Acme', retentionDays: 30 });
      expect(await store.tenants.update(root, '/root/acme/', { retentionDays: 60 })).toMatchObject({
        name: 'Acme',
        retentionDays: 60,
      });
      const refused = (path: string) => store.tenants.create(root, { path, name: 'x' });
      await expect(refused('/root/acme/')).rejects.toMatchObject({ code: 'tenant_exists' });
      await expect(refused('/root/none/x/')).rejects.toMatchObject({ code: 'tenant_parent_missing' });
      await expect(refused('/root/Upper/')).rejects.toMatchObject({ code: 'tenant_invalid' });
    });

    test('intake counts: added up by source, tenant and hour, with what came late or twice', async () => {
      const count = { tenant: '/root/acme/', source: 'hec:a', hour: EARLIER, received: 3, accepted: 2, rejected: 1 };
      const later = { ...count, received: 0, accepted: 0, rejected: 0, bytes: 0, late: 2, doubled: 1 };
      await store.intakeCounts.add([
        { ...count, bytes: 90 },
        { ...count, hour: LATER, bytes: 10 },
      ]);
      await store.intakeCounts.add([later]);
      const range = { from: EARLIER, to: LATER };
      const sums = { received: 3, accepted: 2, rejected: 1, bytes: 90, late: 2, doubled: 1 };
      expect(await store.intakeCounts.bySource(root, range, 10)).toEqual([{ source: 'hec:a', ...sums }]);
      expect(await store.intakeCounts.byTenant(root, range, 'hour', 10)).toEqual([
        { tenant: '/root/acme/', time: EARLIER, ...sums },
      ]);
      // What was counted while the clock was ahead is not of today.
      expect((await store.intakeCounts.bytesIn(range)).get('/root/acme/')).toBe(90);
    });

    test('users: unique by name, seen by their home tenant, changed and removed', async () => {
      const ann = await user('/root/acme/');
      expect(await store.users.find(acme, ann.id)).toEqual(ann);
      const again = { username: ann.username, passwordHash: '', displayName: '', lang: 'en', timeZone: 'UTC' };
      await expect(store.users.create(root, again)).rejects.toMatchObject({ code: 'username_taken' });
      expect(await store.users.credentials(ann.username)).toEqual({ user: ann, passwordHash: 'hash' });
      expect(await store.users.credentials(ann.username.toUpperCase())).toBeUndefined();
      expect((await store.users.updateSelf(ann.id, { lang: 'ja', passwordHash: 'new' }))?.lang).toBe('ja');
      expect(await store.users.passwordHash(ann.id)).toBe('new');
      expect(await store.users.find(root, 'no uuid')).toBeUndefined();
      expect(await store.users.self(NOBODY)).toBeUndefined();
      expect(await store.users.remove(acme, ann.id)).toBe(true);
      expect(await store.users.remove(acme, ann.id)).toBe(false);
      expect(await store.setup.needed()).toBe(true);
    });

    test("grants: an administrator replaces those inside the own tenant, not the others'", async () => {
      const ann = await user('/root/acme/');
      await store.grants.replace(root, ann.id, [{ tenant: '/root/', role: 'viewer' }]);
      expect(
        await store.grants.replace(root, ann.id, [
          { tenant: '/root/', role: 'viewer' },
          { tenant: '/root/acme/', role: 'analyst' },
        ]),
      ).toBe(true);
      expect(await store.grants.replace(acme, ann.id, [{ tenant: '/root/acme/', role: 'admin' }])).toBe(true);
      expect(await store.grants.of(ann.id)).toEqual([
        { tenant: '/root/', role: 'viewer' },
        { tenant: '/root/acme/', role: 'admin' },
      ]);
      const outside = store.grants.replace(acme, ann.id, [{ tenant: '/root/', role: 'admin' }]);
      await expect(outside).rejects.toMatchObject({ code: 'tenant_forbidden' });
      expect(await store.grants.list(acme, ann.id)).toEqual([{ tenant: '/root/acme/', role: 'admin' }]);
      const rootUser = await user('/root/');
      expect(await store.grants.replace(acme, rootUser.id, [])).toBe(false);
    });

    test('sessions: found by hash until they expire, are rotated away, or the user is disabled', async () => {
      const ann = await user();
      const session = {
        idHash: `h${ann.id}`,
        userId: ann.id,
        csrf: 'c',
        rotated: NOW,
        expires: LATER,
        address: '::1',
        agent: 'x',
      };
      await store.sessions.create(session);
      expect(await store.sessions.find(session.idHash, NOW)).toMatchObject(session);
      expect(await store.sessions.find(session.idHash, LATER)).toBeUndefined();
      const next = { idHash: `n${ann.id}`, csrf: 'd', rotated: NOW, expires: LATER };
      expect(await store.sessions.rotate(session.idHash, next)).toBe(true);
      expect(await store.sessions.rotate(session.idHash, next)).toBe(false);
      expect(await store.sessions.find(session.idHash, NOW)).toBeUndefined();
      await store.users.update(root, ann.id, { disabled: true });
      expect(await store.sessions.find(next.idHash, NOW)).toBeUndefined();
      await store.users.update(root, ann.id, { disabled: false });
      await store.sessions.create({ ...session, idHash: `o${ann.id}` });
      await store.sessions.removeOfUser(ann.id, next.idHash);
      expect(await store.sessions.find(`o${ann.id}`, NOW)).toBeUndefined();
      expect(await store.sessions.find(next.idHash, NOW)).toBeDefined();
      expect(await store.sessions.sweep(LATER)).toBe(1);
    });

    test('tokens: authenticated by hash until they expire or are removed', async () => {
      const token = await store.tokens.create(root, {
        tenant: '/root/acme/',
        name: 'shipper',
        prefix: 'hk_abc',
        hash: 'h1',
        scopes: ['ingest', 'read'],
        author: 'ann',
        expires: LATER,
      });
      expect(await store.tokens.authenticate('h1', NOW)).toEqual(token);
      expect(await store.tokens.authenticate('h1', LATER)).toBeUndefined();
      await store.tokens.touch(token.id, NOW);
      expect(await store.tokens.list(acme)).toEqual([{ ...token, lastUsed: NOW }]);
      expect(await store.tokens.remove(scopeOf('/root/other/'), token.id)).toBe(false);
      expect(await store.tokens.remove(acme, token.id)).toBe(true);
      expect(await store.tokens.authenticate('h1', NOW)).toBeUndefined();
    });

    test('the one-time link works once, in time, and only the newest', async () => {
      await store.setup.issue('old', LATER);
      await store.setup.issue('new', LATER);
      expect(await store.setup.consume('old', NOW)).toBe(false);
      expect(await store.setup.consume('new', LATER)).toBe(false);
      const tries = await Promise.all(Array.from({ length: 5 }, () => store.setup.consume('new', NOW)));
      expect(tries.filter(Boolean)).toHaveLength(1);
    });

    test('audit: newest first, by time, page by page', async () => {
      const entry = {
        tenant: '/root/acme/',
        actor: 'ann',
        action: 'rule.disable',
        target: 'r',
        outcome: 'denied' as const,
        address: '::1',
      };
      for (const time of [EARLIER, NOW, NOW, LATER])
        await store.audit.append({ ...entry, time, detail: { at: [time] } });
      const first = await store.audit.list(acme, { limit: 2 });
      const second = await store.audit.list(acme, {
        limit: 2,
        ...(first.next === undefined ? {} : { cursor: first.next }),
      });
      expect([...first.rows, ...second.rows].map(({ time }) => time)).toEqual([LATER, NOW, NOW, EARLIER]);
      expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(4);
      expect(second.next).toBeUndefined();
      expect(first.rows[0]).toMatchObject({ ...entry, detail: { at: [LATER] } });
      expect((await store.audit.list(acme, { range: { from: NOW, to: LATER } })).rows).toHaveLength(2);
    });

    test('settings and rule settings hold below, until one below says otherwise', async () => {
      await store.settings.set(root, 'banner', { text: 'all' });
      await store.settings.set(acme, 'theme', 'dark');
      expect(await store.settings.effective(acme)).toEqual([
        { tenant: '/root/', key: 'banner', value: { text: 'all' } },
        { tenant: '/root/acme/', key: 'theme', value: 'dark' },
      ]);
      await store.settings.set(acme, 'banner', null);
      expect((await store.settings.effective(acme))[0]).toEqual({ tenant: '/root/acme/', key: 'banner', value: null });
      await store.settings.clear(acme, 'banner');
      expect((await store.settings.effective(acme))[0]?.tenant).toBe('/root/');
      expect((await store.settings.effective(root)).map(({ key }) => key)).toEqual(['banner']);
      await store.ruleSettings.set(root, 'r1', false);
      await store.ruleSettings.set(acme, 'r1', true);
      expect(await store.ruleSettings.list(acme)).toEqual([
        { tenant: '/root/', ruleId: 'r1', enabled: false },
        { tenant: '/root/acme/', ruleId: 'r1', enabled: true },
      ]);
      await store.ruleSettings.clear(acme, 'r1');
      expect(await store.ruleSettings.all()).toEqual([{ tenant: '/root/', ruleId: 'r1', enabled: false }]);
    });

    test('rule packs, exceptions and counts', async () => {
      const files = [{ path: 'a.yml', text: 'title: 한글' }];
      await store.rulePacks.put(acme, { name: 'mine', author: 'ann', files });
      await store.rulePacks.put(acme, { name: 'mine', author: 'bob', files: [...files, ...files] });
      expect(await store.rulePacks.list(root)).toMatchObject([{ name: 'mine', author: 'bob', fileCount: 2 }]);
      expect((await store.rulePacks.all())[0]?.files).toEqual([...files, ...files]);
      expect(await store.rulePacks.remove(root, 'mine')).toBe(false);
      expect(await store.rulePacks.remove(acme, 'mine')).toBe(true);
      const exception = await store.ruleExceptions.add(acme, { ruleId: 'r1', filter: 'filter: x', author: 'ann' });
      expect(await store.ruleExceptions.list(acme, 'r1')).toEqual([exception]);
      expect(await store.ruleExceptions.list(acme, 'r2')).toEqual([]);
      expect(await store.ruleExceptions.remove(acme, exception.id)).toBe(true);
      const stat = { tenant: '/root/acme/', ruleId: 'r1', fired: 1, costNs: 5_000_000_000, lastFired: NOW };
      await store.ruleStats.add([stat, { ...stat, tenant: '/root/' }]);
      await store.ruleStats.add([{ ...stat, lastFired: EARLIER }]);
      expect(await store.ruleStats.list(root)).toEqual([
        { ruleId: 'r1', fired: 3, costNs: 15_000_000_000, lastFired: NOW },
      ]);
      expect(await store.ruleStats.list(acme)).toMatchObject([{ fired: 2 }]);
    });

    test('lists of indicators, inherited downwards', async () => {
      const indicators = [{ type: 'ipv4-addr', value: '203.0.113.7' }] as const;
      expect(await store.intelLists.put(root, { name: 'feed', author: 'ann', indicators })).toBe(true);
      await store.intelLists.put(acme, { name: 'own', author: 'bob', indicators: [...indicators, ...indicators] });
      await store.intelLists.put(acme, { name: 'own', author: 'cat', indicators });
      expect(await store.intelLists.list(acme)).toMatchObject([
        { tenant: '/root/', name: 'feed', indicators: 1 },
        { tenant: '/root/acme/', name: 'own', author: 'cat', indicators: 1 },
      ]);
      expect(await store.intelLists.all()).toContainEqual({
        tenant: '/root/',
        name: 'feed',
        indicators: [...indicators],
      });
      expect(await store.intelLists.remove(acme, 'feed')).toBe('none');
      expect(await store.intelLists.remove(acme, 'own')).toBe('removed');
      expect(await store.intelLists.remove(root, 'feed')).toBe('removed');
    });

    test('parsers: one name a tenant, inherited downwards, changed only where they are', async () => {
      const draft = {
        name: 'shop',
        kind: 'dissect',
        expression: '%{user.name} 결제',
        match: { program: 'shop', contains: '결제' },
        timeZone: 'Asia/Seoul',
        enabled: true,
      } as const;
      const added = await store.parsers.add(acme, draft, 'ann');
      if (typeof added === 'string') throw new Error(added);
      expect(added).toMatchObject({ ...draft, tenant: '/root/acme/', author: 'ann', updatedBy: 'ann' });
      expect(await store.parsers.add(acme, draft, 'bob')).toBe('name_taken');
      const { timeZone: _, ...zoneless } = draft;
      const shared = await store.parsers.add(root, { ...zoneless, match: { source: 'hec:*' } }, 'cat');
      if (typeof shared === 'string') throw new Error(shared);
      expect((await store.parsers.list(acme)).map(({ tenant }) => tenant)).toEqual(['/root/', '/root/acme/']);
      expect(await store.parsers.find(acme, shared.id)).toEqual(shared);
      expect(await store.parsers.find(scopeOf('/root/beta/'), added.id)).toBeUndefined();
      expect(await store.parsers.find(acme, 'no uuid')).toBeUndefined();
      expect(await store.parsers.enabled()).toEqual([
        { tenant: '/root/', name: 'shop', kind: 'dissect', expression: draft.expression, match: { source: 'hec:*' } },
        expect.objectContaining({ tenant: '/root/acme/', timeZone: 'Asia/Seoul' }),
      ]);
      const other = await store.parsers.add(acme, { ...draft, name: 'other', enabled: false }, 'ann');
      expect((await store.parsers.enabled()).length).toBe(2);
      expect(await store.parsers.replace(acme, (other as { id: string }).id, draft, 'bob')).toBe('name_taken');
      const changed = await store.parsers.replace(acme, added.id, { ...zoneless, kind: 'grok', enabled: false }, 'bob');
      expect(changed).toMatchObject({ kind: 'grok', timeZone: null, enabled: false, author: 'ann', updatedBy: 'bob' });
      expect(await store.parsers.replace(acme, shared.id, draft, 'bob')).toBeUndefined();
      expect(await store.parsers.remove(acme, shared.id)).toBeUndefined();
      expect(await store.parsers.remove(acme, added.id)).toBe('shop');
      expect(await store.parsers.remove(root, shared.id)).toBe('shop');
      const tooLong = store.parsers.add(acme, { ...draft, expression: 'x'.repeat(8_193) }, 'ann');
      await expect(tooLong).rejects.toThrow();
      const asked = Array.from({ length: 210 }, (_unused, at) =>
        store.parsers.add(scopeOf('/root/beta/'), { ...draft, name: `p${at}` }, 'ann'),
      );
      const answers = await Promise.all(asked);
      expect(answers.filter((answer) => answer === 'full').length).toBe(10);
    });

    test('uploads: counted while they come in, found by who works on them, changed and removed under their tenant', async () => {
      const file = { bytes: 3_000_000_000, timeZone: 'UTC', author: 'ann', status: 'receiving' } as const;
      const beta = scopeOf('/root/beta/');
      const [one, two] = [
        await store.uploads.add(acme, { id: crypto.randomUUID(), name: 'a/한글.log', ...file }),
        await store.uploads.add(root, { id: crypto.randomUUID(), name: 'b.log', ...file }),
      ];
      expect(one).toMatchObject({
        tenant: '/root/acme/',
        bytes: 3_000_000_000,
        received: 0,
        problems: [],
        events: null,
      });
      expect([await store.uploads.receiving(acme), await store.uploads.receiving(root)]).toEqual([1, 2]);
      const problems = [{ source: 'a', reason: 'archive_damaged', detail: 'x' }];
      const change = { received: 3_000_000_000, status: 'waiting', problems, firstTime: NOW } as const;
      expect(await store.uploads.change(one, change)).toMatchObject(change);
      expect(await store.uploads.change({ ...one, tenant: '/root/beta/' }, { accepted: 1 })).toBeUndefined();
      expect((await store.uploads.inWork(['waiting', 'reading'], 10)).map(({ id }) => id)).toEqual([one.id]);
      expect(await store.uploads.find(beta, one.id)).toBeUndefined();
      expect(await store.uploads.find(acme, '../x')).toBeUndefined();
      expect((await store.uploads.list(root, 10)).map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
      expect((await store.uploads.list(root, 1)).length).toBe(1);
      const over = store.uploads.change(one, { received: 3_000_000_001 });
      await expect(over).rejects.toThrow();
      expect(await store.uploads.remove(beta, one.id)).toBe(false);
      expect(await store.uploads.removeBefore('2000-01-01T00:00:00Z', ['receiving', 'waiting'])).toEqual([]);
      expect(await store.uploads.removeBefore('2100-01-01T00:00:00Z', ['receiving'])).toEqual([two.id]);
      expect(await store.uploads.remove(acme, one.id)).toBe(true);
    });

    test('sites behind the WAF: one name a tenant, changes one after another, invisible to others', async () => {
      const policy = { upstream: 'http://127.0.0.1:1', mode: 'detect', paranoia: 1, threshold: 5 } as const;
      const site = await store.wafSites.add(acme, { name: 'shop', ...policy, exclusions: [], blocked: [] });
      expect(site).toMatchObject({ ...policy, tenant: '/root/acme/', revision: 1, exclusions: [], seen: null });
      const id = site?.id ?? '';
      expect(await store.wafSites.add(acme, { name: 'shop', ...policy, exclusions: [], blocked: [] })).toBeUndefined();
      const written = { author: 'ann', created: NOW, reason: 'normal' };
      await Promise.all(
        [1, 2, 3, 4].map((rule) =>
          store.wafSites.change(acme, id, ({ exclusions }) => ({
            exclusions: [...exclusions, { id: String(rule), rule, ...written }],
          })),
        ),
      );
      const found = await store.wafSites.find(acme, 'shop');
      expect([found?.revision, found?.exclusions.map(({ rule }) => rule).sort()]).toEqual([5, [1, 2, 3, 4]]);
      expect(await store.wafSites.find(root, 'shop')).toBeUndefined();
      expect((await store.wafSites.find(root, id))?.name).toBe('shop');
      await store.wafSites.sawWaf(acme, id, 4);
      expect(await store.wafSites.list(root)).toMatchObject([{ id, seenRevision: 4, seen: expect.any(String) }]);
      expect(await store.wafSites.list(scopeOf('/root/beta/'))).toEqual([]);
      expect(await store.wafSites.change(scopeOf('/root/beta/'), id, () => ({ mode: 'block' }))).toBeUndefined();
      expect(await store.wafSites.remove(scopeOf('/root/beta/'), id)).toBe(false);
      expect(await store.wafSites.remove(acme, id)).toBe(true);
    });
  });
}
