import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPLICATION_ROLE, sqlState } from '../../platform/store/state/access.ts';
import type { StateStore } from '../../platform/store/state/index.ts';
import type { Database } from '../../platform/store/state/schema.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';

export interface StatePlace {
  readonly db: Kysely<Database>;
  readonly store: StateStore;
}

/** Tables of the migrator itself: versions, no tenant's data. */
const OWN_TABLES = ['kysely_migration', 'kysely_migration_lock'];

/** What the database itself enforces, whatever our code forgets. */
export function stateIsolationContract(open: () => Promise<StatePlace>): void {
  let db: Kysely<Database>;
  let store: StateStore;
  beforeAll(async () => {
    ({ db, store } = await open());
    for (const path of ['/root/ac/', '/root/acme/', '/root/acme/emea/', '/root/globex/']) {
      await store.tenants.create(scopeOf('/root/'), { path, name: path });
      await store.settings.set(scopeOf(path), 'colour', path);
      await store.audit.append({
        tenant: path,
        actor: 'a',
        action: 'b',
        target: 'c',
        outcome: 'success',
        address: '',
        detail: {},
      });
    }
  });
  afterAll(() => store.close());

  const tables = async () => {
    const { rows } = await sql<{ name: string; enabled: boolean; forced: boolean }>`
      select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`.execute(db);
    return rows.filter(({ name }) => !OWN_TABLES.includes(name));
  };

  test('every table has forced row level security', async () => {
    const all = await tables();
    expect(all.length).toBeGreaterThanOrEqual(15);
    expect(all.filter(({ enabled, forced }) => !enabled || !forced)).toEqual([]);
  });

  test('the application role is bound by it', async () => {
    const { rows } = await sql<{ bound: boolean }>`
      select not rolsuper and not rolbypassrls and not rolcanlogin as bound from pg_roles
      where rolname = ${APPLICATION_ROLE}`.execute(db);
    expect(rows).toEqual([{ bound: true }]);
  });

  test('who forgets the scope reads nothing, also on a connection that had one before', async () => {
    const all = await tables();
    await db.connection().execute(async (connection) => {
      await connection.transaction().execute(async (transaction) => {
        await sql`select set_config('role', ${APPLICATION_ROLE}, true), set_config('haechi.tenant', '/', true)`.execute(
          transaction,
        );
        const seen = await sql<{ count: number }>`select count(*) as count from tenants`.execute(transaction);
        expect(seen.rows[0]?.count).toBeGreaterThanOrEqual(5);
      });
      await connection.transaction().execute(async (transaction) => {
        await sql`select set_config('role', ${APPLICATION_ROLE}, true)`.execute(transaction);
        for (const { name } of all) {
          const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
            transaction,
          );
          expect([name, rows[0]?.count]).toEqual([name, 0]);
        }
      });
    });
  });

  test('a scope shows its subtree: no parent, no neighbour, no neighbour with the same beginning', async () => {
    expect((await store.tenants.list(scopeOf('/root/acme/'))).map(({ path }) => path)).toEqual([
      '/root/acme/',
      '/root/acme/emea/',
    ]);
    expect((await store.tenants.list(scopeOf('/root/ac/'))).map(({ path }) => path)).toEqual(['/root/ac/']);
    expect((await store.audit.list(scopeOf('/root/acme/emea/'), {})).rows.map(({ tenant }) => tenant)).toEqual([
      '/root/acme/emea/',
    ]);
  });

  test('scopes at work side by side do not see each other', async () => {
    const paths = ['/root/ac/', '/root/acme/emea/', '/root/globex/'];
    const asked = Array.from({ length: 30 }, (_, index) => paths[index % paths.length] as string);
    const answers = await Promise.all(asked.map((path) => store.tenants.list(scopeOf(path))));
    expect(answers.map((tenants) => tenants.map(({ path }) => path))).toEqual(asked.map((path) => [path]));
  });

  test('a write outside of the scope is refused and leaves nothing', async () => {
    const acme = scopeOf('/root/acme/');
    const token = {
      tenant: '/root/globex/',
      name: 'n',
      prefix: 'hk_',
      hash: 'outside',
      scopes: ['read'] as const,
      author: 'a',
    };
    await expect(store.tokens.create(acme, token)).rejects.toMatchObject({ code: 'tenant_forbidden' });
    expect(await store.tokens.authenticate('outside', new Date(0).toISOString())).toBeUndefined();
    await expect(store.tenants.create(acme, { path: '/root/new/', name: 'n' })).rejects.toMatchObject({
      code: 'tenant_parent_missing',
    });
    expect(await store.tenants.update(acme, '/root/globex/', { name: 'taken over' })).toBeUndefined();
  });

  test('nobody changes the audit log: not the application, not the owner of the table', async () => {
    const change = (asApplication: boolean, statement: string) =>
      db.transaction().execute(async (transaction) => {
        if (asApplication) await sql`select set_config('role', ${APPLICATION_ROLE}, true)`.execute(transaction);
        await sql`select set_config('haechi.tenant', '/', true)`.execute(transaction);
        await sql.raw(statement).execute(transaction);
      });
    for (const statement of [`update audit set actor = 'x'`, 'delete from audit', 'truncate audit']) {
      expect(sqlState(await change(true, statement).catch((error: unknown) => error))).toBe('42501');
      expect(sqlState(await change(false, statement).catch((error: unknown) => error))).toBe('HA001');
    }
    expect((await store.audit.list(scopeOf('/root/'), {})).rows).toHaveLength(4);
  });
}
