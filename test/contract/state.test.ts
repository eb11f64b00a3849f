import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectState } from '../../platform/store/state/connect.ts';
import { isServerAway } from '../../platform/store/state/faults.ts';
import { openState, stateOver } from '../../platform/store/state/index.ts';
import { migrateState } from '../../platform/store/state/migrate.ts';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from './postgres-server.ts';
import { stateContract } from './state.ts';
import { stateCorrelationsContract } from './state-correlations.ts';
import { stateFeedsContract } from './state-feeds.ts';
import { stateIncidentsContract } from './state-incidents.ts';
import { stateInventoryContract } from './state-inventory.ts';
import { stateIsolationContract } from './state-isolation.ts';
import { statePartitionsContract } from './state-partitions.ts';

async function openAt(where: string) {
  const db = await connectState(where);
  await migrateState(db);
  return { db, store: stateOver(db) };
}

describe('state: PGlite', () => {
  const folders: string[] = [];
  const open = () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'state-'));
    folders.push(folder);
    return openAt(folder);
  };
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  stateContract(open);
  stateCorrelationsContract(open);
  stateFeedsContract(open);
  stateIncidentsContract(open);
  stateInventoryContract(open);
  stateIsolationContract(open);
  statePartitionsContract(open);
});

describe.skipIf(!HAS_POSTGRES)('state: PostgreSQL 15 (Debian package postgresql-15)', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  const open = async () => openAt(await server.database());
  stateContract(open);
  stateCorrelationsContract(open);
  stateFeedsContract(open);
  stateIncidentsContract(open);
  stateInventoryContract(open);
  stateIsolationContract(open);
  statePartitionsContract(open);

  test('a server that falls silent counts as away, and nothing of what it had in hand is committed later', async () => {
    const db = await connectState(await server.database(), 1_000);
    const fault = await db
      .transaction()
      .execute(async (transaction) => {
        await sql`create table half_done (id int)`.execute(transaction);
        server.freeze();
        await sql`select 1`.execute(transaction);
      })
      .catch((error: unknown) => error);
    server.thaw();
    expect(isServerAway(fault)).toBe(true);
    await db.transaction().execute((transaction) => sql`select 1`.execute(transaction));
    const { rows } = await sql<{ table: string | null }>`select to_regclass('half_done') as "table"`.execute(db);
    expect(rows).toEqual([{ table: null }]);
    await db.destroy();
  });

  test('a connection that breaks between two statements fails its own work, and nothing else', async () => {
    const db = await connectState(await server.database());
    const fault = await db
      .transaction()
      .execute(async (transaction) => {
        const own = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
        await sql`select pg_terminate_backend(${own.rows[0]?.pid})`.execute(db);
        // The driver must hear of it while nobody asks for anything: an error that nobody listens to ends the process.
        await sleep(200);
        await sql`select 1`.execute(transaction);
      })
      .catch((error: unknown) => error);
    expect(isServerAway(fault)).toBe(true);
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await db.destroy();
  });

  test('several processes that start at once migrate once', async () => {
    const where = await server.database();
    const stores = await Promise.all([openState(where), openState(where), openState(where)]);
    for (const store of stores) expect((await store.tenants.all()).map((tenant) => tenant.path)).toEqual(['/root/']);
    for (const store of stores) await store.close();
  });

  test('while the server is away that is said, and work goes on once it is back', async () => {
    const store = await openState(await server.database());
    await server.halt();
    await expect(store.tenants.all()).rejects.toMatchObject({ code: 'state_unreachable' });
    await expect(store.tenants.all()).rejects.toMatchObject({ code: 'state_unreachable' });
    await server.start();
    expect((await store.tenants.all()).map((tenant) => tenant.path)).toEqual(['/root/']);
    await store.close();
  });

  test('a database that is not ours to change is said so, with the step', async () => {
    const where = (await server.database()).replace('haechi@', 'nobody@');
    await expect(openState(where)).rejects.toThrow();
  });
});
