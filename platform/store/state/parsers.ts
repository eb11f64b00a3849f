import { type Selectable, sql, type Transaction } from 'kysely';
import { PARSER_LIMITS } from '../../parsers/limits.ts';
import type { ParserDraft, TenantParser } from '../../parsers/parser.ts';
import type { TenantScope } from '../../tenancy/scope.ts';
import { type StateAccess, sqlState } from './access.ts';
import type { Database } from './schema.ts';
import { isUuid } from './uuid.ts';

/** A parser as it is stored. */
export type StoredParser = Selectable<Database['parsers']>;

/** Why one was not stored: its name is another's of the tenant, or the tenant has as many as it may. */
type ParserRefusal = 'name_taken' | 'full';

export interface ParserRepository {
  /** Parsers inside the scope and those inherited from above it. */
  list(scope: TenantScope): Promise<StoredParser[]>;
  /** One inside the scope, or inherited from above it. */
  find(scope: TenantScope, id: string): Promise<StoredParser | undefined>;
  /** Adds one at the scope's root. */
  add(scope: TenantScope, draft: ParserDraft, author: string): Promise<StoredParser | ParserRefusal>;
  /** Replaces one inside the scope; `undefined` where there is none. */
  replace(
    scope: TenantScope,
    id: string,
    draft: ParserDraft,
    author: string,
  ): Promise<StoredParser | 'name_taken' | undefined>;
  /** Removes one inside the scope; answers its name, `undefined` where there is none. */
  remove(scope: TenantScope, id: string): Promise<string | undefined>;
  /** Every tenant's enabled parsers, for the pipeline. */
  enabled(): Promise<TenantParser[]>;
}

export function parserRepository(access: StateAccess): ParserRepository {
  const all = (db: Transaction<Database>) => db.selectFrom('parsers').selectAll();
  return {
    list: (scope) => access.scoped(scope, (db) => all(db).orderBy('tenant').orderBy('name').execute()),
    find: async (scope, id) =>
      isUuid(id) ? access.scoped(scope, (db) => all(db).where('id', '=', id).executeTakeFirst()) : undefined,
    add: (scope, draft, author) =>
      unlessTaken(() =>
        access.scoped(scope, async (db) => {
          // One after the other in a tenant, or two could both be the last.
          await sql`select pg_advisory_xact_lock(hashtext(${`parsers ${scope.path}`}))`.execute(db);
          const { count } = await db
            .selectFrom('parsers')
            .select(sql<number>`count(*)::bigint`.as('count'))
            .where('tenant', '=', scope.path)
            .executeTakeFirstOrThrow();
          if (count >= PARSER_LIMITS.perTenant) return 'full';
          return db
            .insertInto('parsers')
            .values({ tenant: scope.path, ...columnsOf(draft), author, updatedBy: author })
            .returningAll()
            .executeTakeFirstOrThrow();
        }),
      ),
    replace: async (scope, id, draft, author) =>
      isUuid(id)
        ? unlessTaken(() =>
            access.scoped(scope, (db) =>
              db
                .updateTable('parsers')
                .set({ ...columnsOf(draft), updatedBy: author, updated: sql<string>`now()` })
                .where('id', '=', id)
                .returningAll()
                .executeTakeFirst(),
            ),
          )
        : undefined,
    async remove(scope, id) {
      if (!isUuid(id)) return undefined;
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('parsers').where('id', '=', id).returning('name').executeTakeFirst(),
      );
      return gone?.name;
    },
    async enabled() {
      const rows = await access.acrossTenants((db) =>
        db
          .selectFrom('parsers')
          .select(['tenant', 'name', 'kind', 'expression', 'match', 'timeZone'])
          .where('enabled', '=', true)
          .orderBy('tenant')
          .orderBy('name')
          .execute(),
      );
      return rows.map(({ timeZone, ...row }) => ({ ...row, ...(timeZone === null ? {} : { timeZone }) }));
    },
  };
}

function columnsOf({ name, kind, expression, match, timeZone, enabled }: ParserDraft) {
  return { name, kind, expression, match: JSON.stringify(match), timeZone: timeZone ?? null, enabled };
}

async function unlessTaken<T>(write: () => Promise<T>): Promise<T | 'name_taken'> {
  try {
    return await write();
  } catch (error) {
    if (sqlState(error) === '23505') return 'name_taken';
    throw error;
  }
}
