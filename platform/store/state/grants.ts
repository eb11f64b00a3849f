import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import type { Role } from './schema.ts';
import { isUuid } from './uuid.ts';

/** A role in a tenant and everything below it. */
export interface Grant {
  readonly tenant: string;
  readonly role: Role;
}

export interface GrantRepository {
  /** Every grant of an authenticated user: what their scopes are made from. */
  of(userId: string): Promise<Grant[]>;
  /** The grants of a user that lie inside the scope. */
  list(scope: TenantScope, userId: string): Promise<Grant[]>;
  /**
   * Replaces the user's grants inside the scope; grants elsewhere stay.
   * Answers false where the scope shows no such user.
   *
   * @throws HaechiError `tenant_forbidden` when a grant lies outside the scope
   */
  replace(scope: TenantScope, userId: string, grants: readonly Grant[]): Promise<boolean>;
}

export function grantRepository(access: StateAccess): GrantRepository {
  return {
    of: async (userId) =>
      isUuid(userId)
        ? access.acrossTenants((db) =>
            db.selectFrom('grants').select(['tenant', 'role']).where('userId', '=', userId).orderBy('tenant').execute(),
          )
        : [],
    list: async (scope, userId) =>
      isUuid(userId)
        ? access.scoped(scope, (db) =>
            db.selectFrom('grants').select(['tenant', 'role']).where('userId', '=', userId).orderBy('tenant').execute(),
          )
        : [],
    async replace(scope, userId, grants) {
      if (!isUuid(userId)) return false;
      return access.scoped(scope, async (db) => {
        const user = await db.selectFrom('users').select('id').where('id', '=', userId).executeTakeFirst();
        if (user === undefined) return false;
        await db.deleteFrom('grants').where('userId', '=', userId).execute();
        const rows = grants.map(({ tenant, role }) => ({ userId, tenant, role }));
        if (rows.length > 0) await db.insertInto('grants').values(rows).execute();
        return true;
      });
    },
  };
}
