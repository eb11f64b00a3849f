import { sql } from 'kysely';
import { scopeOf } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';

/** Open windows of the correlation rules of one tenant, as they were packed. */
interface StoredWindows {
  readonly tenant: string;
  /** At most 16 MiB. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface CorrelationStateRepository {
  /** Keeps what is given in place of what the tenant had. */
  save(states: readonly StoredWindows[]): Promise<void>;
  /** Of all tenants, by path, those behind one; for the pipeline. */
  after(tenant: string, limit: number): Promise<StoredWindows[]>;
  remove(tenants: readonly string[]): Promise<void>;
}

export function correlationStateRepository(access: StateAccess): CorrelationStateRepository {
  return {
    async save(states) {
      for (const { tenant, body } of states)
        await access.scoped(scopeOf(tenant), (db) =>
          db
            .insertInto('correlationStates')
            .values({ tenant, body })
            .onConflict((conflict) =>
              conflict.column('tenant').doUpdateSet(({ ref }) => ({ body: ref('excluded.body'), taken: sql`now()` })),
            )
            .execute(),
        );
    },
    async after(tenant, limit) {
      const rows = await access.acrossTenants((db) =>
        db
          .selectFrom('correlationStates')
          .select(['tenant', 'body'])
          .where('tenant', '>', tenant)
          .orderBy('tenant')
          .limit(limit)
          .execute(),
      );
      // A view of memory that a driver shares among rows cannot go to another thread alone.
      return rows.map(({ body, ...row }) => ({ ...row, body: new Uint8Array(body) }));
    },
    async remove(tenants) {
      for (const tenant of tenants)
        await access.scoped(scopeOf(tenant), (db) =>
          db.deleteFrom('correlationStates').where('tenant', '=', tenant).execute(),
        );
    },
  };
}
