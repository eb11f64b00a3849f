import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import { isUuid } from './uuid.ts';

/** What a tenant does not want a rule to report, as a Sigma filter (Sigma filters specification 2.1.0). */
export interface RuleException {
  readonly id: string;
  readonly tenant: string;
  readonly ruleId: string;
  /** Sigma filter, YAML. */
  readonly filter: string;
  readonly author: string;
  readonly created: string;
}

export interface RuleExceptionRepository {
  /** Exceptions inside the scope and those inherited from above it; of one rule where named. */
  list(scope: TenantScope, ruleId?: string): Promise<RuleException[]>;
  /** Adds one at the scope's root. */
  add(scope: TenantScope, exception: { ruleId: string; filter: string; author: string }): Promise<RuleException>;
  remove(scope: TenantScope, id: string): Promise<boolean>;
  /** Every tenant's, for the detection stage. */
  all(): Promise<RuleException[]>;
}

const COLUMNS = ['id', 'tenant', 'ruleId', 'filter', 'author', 'created'] as const;

export function ruleExceptionRepository(access: StateAccess): RuleExceptionRepository {
  return {
    list: (scope, ruleId) =>
      access.scoped(scope, (db) => {
        const all = db.selectFrom('ruleExceptions').select(COLUMNS).orderBy('tenant').orderBy('created');
        return (ruleId === undefined ? all : all.where('ruleId', '=', ruleId)).execute();
      }),
    add: (scope, exception) =>
      access.scoped(scope, (db) =>
        db
          .insertInto('ruleExceptions')
          .values({ tenant: scope.path, ...exception })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow(),
      ),
    async remove(scope, id) {
      if (!isUuid(id)) return false;
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('ruleExceptions').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return gone !== undefined;
    },
    all: () =>
      access.acrossTenants((db) =>
        db.selectFrom('ruleExceptions').select(COLUMNS).orderBy('tenant').orderBy('created').execute(),
      ),
  };
}
