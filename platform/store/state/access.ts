import { HaechiError } from '@haechi/event';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { TenantScope } from '../../tenancy/scope.ts';
import { stateUnreachable } from '../away.ts';
import { isServerAway } from './faults.ts';
import type { Database } from './schema.ts';

/** The role every query runs as: neither superuser nor table owner, so that row level security binds it. */
export const APPLICATION_ROLE = 'haechi_app';

/** No tenant path is `/`, and every one starts with it: the scope of work that has no tenant yet. */
const EVERY_TENANT = '/';

/**
 * The only two ways to reach the state. Both open a transaction, step down to the application role and name the
 * tenant subtree for PostgreSQL's row level security; outside of them the policies show no row at all. Both throw
 * `state_unreachable` while the server is away.
 */
export interface StateAccess {
  /** Work inside one tenant subtree. */
  scoped<T>(scope: TenantScope, work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
  /**
   * Work before a tenant is known (finding a session, a token, a user at sign-in) or over all of them (what the
   * pipeline loads at start). Never reachable with a caller's own filter.
   */
  acrossTenants<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
}

export function stateAccess(db: Kysely<Database>): StateAccess {
  const inside = async <T>(path: string, work: (db: Transaction<Database>) => Promise<T>): Promise<T> => {
    try {
      return await db.transaction().execute(async (transaction) => {
        await sql`select set_config('role', ${APPLICATION_ROLE}, true), set_config('haechi.tenant', ${path}, true)`.execute(
          transaction,
        );
        return work(transaction);
      });
    } catch (error) {
      if (sqlState(error) === '42501') throw forbidden(error);
      throw isServerAway(error) ? stateUnreachable(error) : error;
    }
  };
  return {
    scoped: (scope, work) => inside(scope.path, work),
    acrossTenants: (work) => inside(EVERY_TENANT, work),
  };
}

/** The SQLSTATE of a PostgreSQL error (both drivers call it `code`). */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function forbidden(cause: unknown): HaechiError {
  return new HaechiError('tenant_forbidden', {
    what: 'this credential has no right in that tenant',
    remedy: 'ask an administrator of the tenant for a role there',
    cause,
  });
}
