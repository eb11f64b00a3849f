import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';

/** A tenant's setting: any JSON value under a key. It holds for the tenant and all below, until one below says otherwise. */
interface Setting {
  readonly tenant: string;
  readonly key: string;
  readonly value: unknown;
}

export interface SettingRepository {
  /** What holds at the scope's root: its own values, else the nearest ancestor's. */
  effective(scope: TenantScope): Promise<Setting[]>;
  /** Sets a value at the scope's root. */
  set(scope: TenantScope, key: string, value: unknown): Promise<void>;
  /** Back to what is inherited. */
  clear(scope: TenantScope, key: string): Promise<void>;
}

export function settingRepository(access: StateAccess): SettingRepository {
  return {
    effective: (scope) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('settings')
          .distinctOn('key')
          .select(['tenant', 'key', 'value'])
          .where(({ eb, fn, val }) => eb(fn('starts_with', [val(scope.path), 'tenant']), '=', true))
          .orderBy('key')
          .orderBy('tenant', 'desc')
          .execute(),
      ),
    set: (scope, key, value) =>
      access.scoped(scope, async (db) => {
        const json = JSON.stringify(value);
        await db
          .insertInto('settings')
          .values({ tenant: scope.path, key, value: json })
          .onConflict((conflict) => conflict.columns(['tenant', 'key']).doUpdateSet({ value: json }))
          .execute();
      }),
    clear: (scope, key) =>
      access.scoped(scope, async (db) => {
        await db.deleteFrom('settings').where('tenant', '=', scope.path).where('key', '=', key).execute();
      }),
  };
}
