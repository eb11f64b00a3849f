import { HaechiError } from '@haechi/event';
import { type Kysely, sql, type Transaction } from 'kysely';
import { connectState } from './connect.ts';
import { migrateState } from './migrate.ts';
import type { Database } from './schema.ts';

/** Rows fetched at once; a list of indicators is one row of many megabytes. */
const FETCHED_ROWS = 50;
/** Characters of one insert. */
const INSERT_CHARS = 8 * 1024 ** 2;

/** Tables and rows of a copied state. */
export interface CopiedState {
  readonly tables: number;
  readonly rows: number;
}

/**
 * Copies the state from one place to another that holds nothing yet, in one transaction, and compares each table on both
 * sides before it is committed. Both are brought to the newest version first.
 *
 * @param from folder of PGlite, or `postgres://…`, as `openState` takes it
 * @throws HaechiError `move_target_not_empty`, `move_differs`
 */
export async function copyState(from: string, to: string): Promise<CopiedState> {
  await using opened = new AsyncDisposableStack();
  const open = async (where: string) => {
    const db = opened.adopt(await connectState(where), (one) => one.destroy());
    await migrateState(db);
    return db;
  };
  const [source, target] = [await open(from), await open(to)];
  return await overAllTenants(source, (reading) =>
    overAllTenants(target, async (writing) => {
      await mustBeEmpty(writing, to);
      await removeDefaults(writing);
      const tables = await tablesInOrder(writing);
      let rows = 0;
      for (const table of tables) rows += await copyTable(table, reading, writing);
      for (const table of tables) await restartIdentities(table, writing);
      for (const table of tables)
        if ((await digest(table, reading)) !== (await digest(table, writing))) throw differs(table);
      return { tables: tables.length, rows };
    }),
  );
}

/**
 * Makes sure that a state is one that can be copied to, before anything else is done.
 *
 * @throws HaechiError `move_target_not_empty`
 */
export async function requireEmptyState(where: string): Promise<void> {
  const db = await connectState(where);
  try {
    await migrateState(db);
    await overAllTenants(db, (reading) => mustBeEmpty(reading, where));
  } finally {
    await db.destroy();
  }
}

/** As the owner of the tables, whom the policies bind as well: so over all tenants. */
function overAllTenants<T>(db: Kysely<Database>, work: (db: Transaction<Database>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('haechi.tenant', '/', true)`.execute(transaction);
    return work(transaction);
  });
}

/** A new state holds the root tenant, and a link for its first administrator where a server has run on it. */
async function mustBeEmpty(db: Transaction<Database>, where: string): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from users) + (select count(*) from tenants where path <> '/root/')
      + (select count(*) from incidents))::int as count`.execute(db);
  if (rows[0]?.count !== 0) {
    throw new HaechiError('move_target_not_empty', {
      what: 'users, tenants or incidents are there already',
      where: where.replace(/\/\/[^@/]*@/, '//…@'),
      remedy: 'give a new database or folder: two installations cannot be made one',
    });
  }
}

async function removeDefaults(db: Transaction<Database>): Promise<void> {
  await sql`delete from setup`.execute(db);
  await sql`delete from tenants`.execute(db);
}

/** Every table of ours, those that others refer to first. */
async function tablesInOrder(db: Transaction<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string; needs: string[] }>`
    select c.relname as name, array(
      select distinct f.confrelid::regclass::text from pg_constraint f
      where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
    ) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname not like 'kysely%'
    order by c.relname`.execute(db);
  const ordered: string[] = [];
  const left = new Map(rows.map(({ name, needs }) => [name, needs]));
  while (left.size > 0) {
    const ready = [...left].filter(([, needs]) => needs.every((need) => !left.has(need)));
    if (ready.length === 0) throw new Error(`tables refer to one another in a circle: ${[...left.keys()].join(', ')}`);
    for (const [name] of ready) {
      ordered.push(name);
      left.delete(name);
    }
  }
  return ordered;
}

async function copyTable(table: string, from: Transaction<Database>, to: Transaction<Database>): Promise<number> {
  let copied = 0;
  await sql`declare copied no scroll cursor for select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(
    from,
  );
  let pending: string[] = [];
  let chars = 0;
  const insert = async (): Promise<void> => {
    if (pending.length === 0) return;
    // The text goes from one database to the other as it is: numbers past JavaScript's stay what they are.
    const rows = `[${pending.join(',')}]`;
    await sql`insert into ${sql.table(table)} overriding system value
      select * from jsonb_populate_recordset(null::${sql.table(table)}, ${rows}::text::jsonb)`.execute(to);
    pending = [];
    chars = 0;
  };
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(FETCHED_ROWS)} from copied`.execute(from);
    if (rows.length === 0) break;
    for (const { row } of rows) {
      pending.push(row);
      chars += row.length;
      if (chars > INSERT_CHARS) await insert();
    }
    copied += rows.length;
  }
  await insert();
  await sql`close copied`.execute(from);
  return copied;
}

/** Numbers given by the database go on behind the last one that was copied. */
async function restartIdentities(table: string, db: Transaction<Database>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attidentity <> '' and not attisdropped`.execute(db);
  for (const { name } of rows)
    await sql`select setval(pg_get_serial_sequence(${table}, ${name}),
      (select coalesce(max(${sql.ref(name)}), 0) + 1 from ${sql.table(table)}), false)`.execute(db);
}

/** How many rows a table has, and a hash over all of them in an order of their own. */
async function digest(table: string, db: Transaction<Database>): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select count(*) || ' ' || coalesce(md5(string_agg(hash, '' order by hash)), '') as digest
    from (select md5(to_jsonb(t)::text) as hash from ${sql.table(table)} t) hashes`.execute(db);
  return rows[0]?.digest ?? '';
}

function differs(table: string): HaechiError {
  return new HaechiError('move_differs', {
    what: 'the copied rows are not the same on both sides; nothing was kept of the copy',
    where: table,
    remedy: 'both sides must be of this version, and nothing may write to the source: stop what does and try again',
  });
}
