import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';

/** A tenant's word on a rule. It holds for the tenant and all below, until one below says otherwise. */
export interface RuleSetting {
  readonly tenant: string;
  readonly ruleId: string;
  readonly enabled: boolean;
}

export interface RuleSettingRepository {
  /** Settings inside the scope and those inherited from above it, in path order: for one rule the last that covers a tenant wins. */
  list(scope: TenantScope): Promise<RuleSetting[]>;
  /** Sets it at the scope's root. */
  set(scope: TenantScope, ruleId: string, enabled: boolean): Promise<void>;
  /** Back to what is inherited. */
  clear(scope: TenantScope, ruleId: string): Promise<void>;
  /** Every tenant's, for the detection stage. */
  all(): Promise<RuleSetting[]>;
}

const COLUMNS = ['tenant', 'ruleId', 'enabled'] as const;

export function ruleSettingRepository(access: StateAccess): RuleSettingRepository {
  return {
    list: (scope) =>
      access.scoped(scope, (db) => db.selectFrom('ruleSettings').select(COLUMNS).orderBy('tenant').execute()),
    set: (scope, ruleId, enabled) =>
      access.scoped(scope, async (db) => {
        await db
          .insertInto('ruleSettings')
          .values({ tenant: scope.path, ruleId, enabled })
          .onConflict((conflict) => conflict.columns(['tenant', 'ruleId']).doUpdateSet({ enabled }))
          .execute();
      }),
    clear: (scope, ruleId) =>
      access.scoped(scope, async (db) => {
        await db.deleteFrom('ruleSettings').where('tenant', '=', scope.path).where('ruleId', '=', ruleId).execute();
      }),
    all: () => access.acrossTenants((db) => db.selectFrom('ruleSettings').select(COLUMNS).orderBy('tenant').execute()),
  };
}
