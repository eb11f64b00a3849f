import { type Criticality, HaechiError } from '@haechi/event';
import { type ExpressionBuilder, type Insertable, sql, type Transaction } from 'kysely';
import { type InventoryRows, type InventoryTable, keyOf } from '../../inventory/entry.ts';
import { INVENTORY_LIMITS } from '../../inventory/limits.ts';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import { pageSize } from './limits.ts';
import type { Database } from './schema.ts';
import { storable } from './storable.ts';

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_PER_STATEMENT = 1_000;

/** A row with where it is from. */
interface Listed<Row> {
  readonly tenant: string;
  readonly author: string;
  readonly updated: string;
  readonly row: Row;
}

interface InventoryFilter {
  /** Part of any value, whatever the case. */
  readonly text?: string;
  readonly criticality?: Criticality;
  /** Rows to pass over. */
  readonly offset?: number;
  /** 1 to 1,000; default 100. */
  readonly limit?: number;
}

/** What a write came to. */
interface InventoryChange {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export interface InventoryRepository {
  /** Rows inside the scope and those inherited from above it, by tenant and name, and how many there are in all. */
  list<Table extends InventoryTable>(
    scope: TenantScope,
    table: Table,
    filter: InventoryFilter,
  ): Promise<{ rows: Listed<InventoryRows[Table]>[]; total: number }>;
  /** Of these names, how many the scope's root has rows of its own for. */
  known(scope: TenantScope, table: InventoryTable, names: readonly string[]): Promise<number>;
  /**
   * Stores rows at the scope's root, each in place of one of the same name; of two of the same name the later.
   *
   * @param options `onlyThese` removes the root's other rows
   * @throws HaechiError `inventory_full`
   */
  put<Table extends InventoryTable>(
    scope: TenantScope,
    table: Table,
    rows: readonly InventoryRows[Table][],
    options: { readonly author: string; readonly onlyThese?: boolean },
  ): Promise<InventoryChange>;
  /** Removes the row of the scope's root; false where there is none. */
  remove(scope: TenantScope, table: InventoryTable, name: string): Promise<boolean>;
  /** All rows of the scope's root, by name. */
  own<Table extends InventoryTable>(scope: TenantScope, table: Table): Promise<InventoryRows[Table][]>;
  /** Tenants that have rows, for the pipeline. */
  tenants(): Promise<string[]>;
}

export function inventoryRepository(access: StateAccess): InventoryRepository {
  return {
    list: <Table extends InventoryTable>(scope: TenantScope, table: Table, filter: InventoryFilter) =>
      access.scoped(scope, async (db) => {
        const where = matching(table, filter);
        const rows = await db
          .selectFrom('inventory')
          .select(['tenant', 'author', 'updated', 'content'])
          .where(where)
          .orderBy('tenant')
          .orderBy('key')
          .offset(Math.max(0, Math.trunc(filter.offset ?? 0)))
          .limit(pageSize(filter.limit))
          .execute();
        const counted = await db
          .selectFrom('inventory')
          .select(({ fn }) => fn.countAll<number>().as('total'))
          .where(where)
          .executeTakeFirstOrThrow();
        return {
          rows: rows.map(({ content, ...row }) => ({ ...row, row: content as InventoryRows[Table] })),
          total: Number(counted.total),
        };
      }),
    known: (scope, table, names) => access.scoped(scope, (db) => countKnown(db, scope, table, names.map(keyOf))),
    put: (scope, table, rows, { author, onlyThese = false }) =>
      access.scoped(scope, async (db) => {
        const latest = new Map(rows.map((row) => [keyOf(row.name), row]));
        const keys = [...latest.keys()];
        const changed = await countKnown(db, scope, table, keys);
        for (let from = 0; from < keys.length; from += ROWS_PER_STATEMENT) {
          const values = keys.slice(from, from + ROWS_PER_STATEMENT).map((key) => {
            const row = latest.get(key) as InventoryRows[InventoryTable];
            const { criticality } = row;
            return {
              tenant: scope.path,
              kind: table,
              key,
              criticality,
              content: JSON.stringify(row),
              words: wordsOf(row),
              author,
            };
          });
          await write(db, values);
        }
        const removed = onlyThese ? await removeOthers(db, scope, table, keys) : 0;
        await checkRoom(db, scope, table);
        return { added: keys.length - changed, changed, removed };
      }),
    async remove(scope, table, name) {
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('inventory').where(ownRow(scope, table)).where('key', '=', keyOf(name)).executeTakeFirst(),
      );
      return gone.numDeletedRows > 0n;
    },
    own: async <Table extends InventoryTable>(scope: TenantScope, table: Table) =>
      access.scoped(scope, async (db) => {
        const all: InventoryRows[Table][] = [];
        // In parts, between which other work has its turn where the database is in this process.
        for (let after = ''; ; ) {
          const rows = await db
            .selectFrom('inventory')
            .select(['key', 'content'])
            .where(ownRow(scope, table))
            .where('key', '>', after)
            .orderBy('key')
            .limit(ROWS_PER_STATEMENT)
            .execute();
          for (const { content } of rows) all.push(content as InventoryRows[Table]);
          const last = rows.at(-1);
          if (last === undefined || rows.length < ROWS_PER_STATEMENT) return all;
          after = last.key;
        }
      }),
    async tenants() {
      const rows = await access.acrossTenants((db) =>
        db.selectFrom('inventory').select('tenant').distinct().orderBy('tenant').execute(),
      );
      return rows.map(({ tenant }) => tenant);
    },
  };
}

type Where = ExpressionBuilder<Database, 'inventory'>;

function matching(table: InventoryTable, { text = '', criticality }: InventoryFilter) {
  return ({ and, eb }: Where) =>
    and([
      eb('kind', '=', table),
      ...(criticality === undefined ? [] : [eb('criticality', '=', criticality)]),
      ...(text === '' ? [] : [sql<boolean>`strpos(words, ${storable(text).toLowerCase()}) > 0`]),
    ]);
}

function ownRow(scope: TenantScope, table: InventoryTable) {
  return ({ and, eb }: Where) => and([eb('tenant', '=', scope.path), eb('kind', '=', table)]);
}

async function write(db: Transaction<Database>, values: Insertable<Database['inventory']>[]): Promise<void> {
  await db
    .insertInto('inventory')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'kind', 'key']).doUpdateSet(({ ref }) => ({
        criticality: ref('excluded.criticality'),
        content: sql<string>`excluded.content`,
        words: ref('excluded.words'),
        author: ref('excluded.author'),
        updated: sql<string>`now()`,
      })),
    )
    .execute();
}

async function countKnown(
  db: Transaction<Database>,
  scope: TenantScope,
  table: InventoryTable,
  keys: readonly string[],
): Promise<number> {
  const { known } = await db
    .selectFrom('inventory')
    .select(({ fn }) => fn.countAll<number>().as('known'))
    .where(ownRow(scope, table))
    .where(sql<boolean>`key = any(${[...keys]}::text[])`)
    .executeTakeFirstOrThrow();
  return Number(known);
}

async function removeOthers(
  db: Transaction<Database>,
  scope: TenantScope,
  table: InventoryTable,
  keys: readonly string[],
): Promise<number> {
  const gone = await db
    .deleteFrom('inventory')
    .where(ownRow(scope, table))
    .where(sql<boolean>`key <> all(${[...keys]}::text[])`)
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}

async function checkRoom(db: Transaction<Database>, scope: TenantScope, table: InventoryTable): Promise<void> {
  const { total } = await db
    .selectFrom('inventory')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where(ownRow(scope, table))
    .executeTakeFirstOrThrow();
  if (Number(total) <= INVENTORY_LIMITS.rows) return;
  throw new HaechiError('inventory_full', {
    what: `a table of a tenant holds at most ${INVENTORY_LIMITS.rows} rows`,
    where: `${total}`,
    remedy: 'write networks in place of single addresses, or give tenants tables of their own',
  });
}

/** Everything in a row that a person would look for. */
function wordsOf(row: InventoryRows[InventoryTable]): string {
  return Object.values(row as unknown as Record<string, unknown>)
    .flat()
    .filter((value) => typeof value === 'string' && value !== '')
    .join('\n')
    .toLowerCase();
}
