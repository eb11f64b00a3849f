import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asset, KnownUser } from '../../platform/inventory/entry.ts';
import { INVENTORY_LIMITS } from '../../platform/inventory/limits.ts';
import type { StateStore } from '../../platform/store/state/index.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';
import type { StatePlace } from './state-isolation.ts';

const asset = (name: string, more: Partial<Asset> = {}): Asset => ({
  name,
  addresses: [],
  hosts: [],
  owner: '',
  department: '',
  site: '',
  criticality: 'medium',
  tags: [],
  os: '',
  note: '',
  ...more,
});
const user: KnownUser = {
  name: 'Kim',
  email: 'kim@acme.example',
  aliases: ['ACME\\kim'],
  fullName: '김민수',
  department: '재무팀',
  title: '',
  privileged: true,
  status: 'active',
  criticality: 'high',
  manager: '',
};

/** The cases of the asset and user tables. */
export function stateInventoryContract(open: () => Promise<StatePlace>): void {
  describe('inventory', () => {
    const [root, acme, beta] = [scopeOf('/root/'), scopeOf('/root/acme/'), scopeOf('/root/beta/')];
    const author = 'ann';
    let store: StateStore;
    beforeAll(async () => {
      ({ store } = await open());
    });
    afterAll(() => store.close());
    const names = async (...asked: Parameters<StateStore['inventory']['list']>) =>
      (await store.inventory.list(...asked)).rows.map(({ row }) => row.name);

    test('a row is one by its name, whatever the case; the later of two counts', async () => {
      const put = (rows: Asset[]) => store.inventory.put(acme, 'assets', rows, { author });
      expect(await put([asset('DB-1'), asset('web-1'), asset('db-1', { owner: '박서연' })])).toEqual({
        added: 2,
        changed: 0,
        removed: 0,
      });
      expect(await put([asset('WEB-1', { note: '50%_off' })])).toEqual({ added: 0, changed: 1, removed: 0 });
      expect(await store.inventory.own(acme, 'assets')).toEqual([
        asset('db-1', { owner: '박서연' }),
        asset('WEB-1', { note: '50%_off' }),
      ]);
      expect(await store.inventory.known(acme, 'assets', ['db-1', 'Web-1', 'x'])).toBe(2);
    });

    test('users are another table with rows of their own', async () => {
      await store.inventory.put(acme, 'users', [user], { author });
      const { rows, total } = await store.inventory.list(acme, 'users', {});
      expect([total, rows]).toEqual([
        1,
        [{ tenant: '/root/acme/', author, updated: expect.stringMatching(/Z$/), row: user }],
      ]);
      expect(await names(acme, 'assets', {})).toEqual(['db-1', 'WEB-1']);
    });

    test('found by a part of any value, by criticality, page by page, with what is above and nothing beside', async () => {
      await store.inventory.put(root, 'assets', [asset('core', { criticality: 'critical' })], { author });
      await store.inventory.put(beta, 'assets', [asset('other')], { author });
      expect(await names(acme, 'assets', {})).toEqual(['core', 'db-1', 'WEB-1']);
      expect(await names(acme, 'assets', { text: '박서' })).toEqual(['db-1']);
      expect(await names(acme, 'assets', { text: '50%_O' })).toEqual(['WEB-1']);
      expect(await names(acme, 'assets', { text: 'criticality' })).toEqual([]);
      expect(await names(acme, 'assets', { criticality: 'critical' })).toEqual(['core']);
      expect(await store.inventory.list(acme, 'assets', { offset: 2, limit: 1 })).toMatchObject({
        total: 3,
        rows: [{ row: { name: 'WEB-1' } }],
      });
      expect(await store.inventory.tenants()).toEqual(['/root/', '/root/acme/', '/root/beta/']);
    });

    test('a row belongs to the tenant that has it: one below cannot remove or change it', async () => {
      expect(await store.inventory.remove(acme, 'assets', 'core')).toBe(false);
      await store.inventory.put(acme, 'assets', [asset('core')], { author });
      expect(await names(acme, 'assets', { text: 'core' })).toEqual(['core', 'core']);
      expect(await store.inventory.remove(acme, 'assets', 'CORE')).toBe(true);
      expect((await store.inventory.own(root, 'assets'))[0]?.criticality).toBe('critical');
    });

    test("a table that replaces the own one leaves the others' alone", async () => {
      const only = { author, onlyThese: true };
      expect(await store.inventory.put(acme, 'assets', [asset('web-1'), asset('new')], only)).toEqual({
        added: 1,
        changed: 1,
        removed: 1,
      });
      expect(await names(root, 'assets', {})).toEqual(['core', 'new', 'web-1', 'other']);
      expect(await store.inventory.own(acme, 'users')).toHaveLength(1);
    });

    test('as many rows as the limit says, in one go and no more', { timeout: 120_000 }, async () => {
      const many = Array.from({ length: INVENTORY_LIMITS.rows }, (_, at) => asset(`m${at}`));
      const only = { author, onlyThese: true };
      expect((await store.inventory.put(beta, 'assets', many, only)).added).toBe(INVENTORY_LIMITS.rows);
      const over = store.inventory.put(beta, 'assets', [asset('one more')], { author });
      await expect(over).rejects.toMatchObject({ code: 'inventory_full' });
      expect(await names(beta, 'assets', { text: 'one more' })).toEqual([]);
    });
  });
}
