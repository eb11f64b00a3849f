import { sql } from 'kysely';
import { scopeOf, type TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';

/** What a rule has done in a tenant since it was first loaded. */
export interface RuleStat {
  readonly tenant: string;
  readonly ruleId: string;
  /** Findings. */
  readonly fired: number;
  /** Time spent matching, nanoseconds. */
  readonly costNs: number;
  readonly lastFired: string | null;
}

export interface RuleStatRepository {
  /** Adds `fired` and `costNs` to what is stored and keeps the later `lastFired`. */
  add(stats: readonly RuleStat[]): Promise<void>;
  /** Summed over the scope's tenants, one row a rule. */
  list(scope: TenantScope): Promise<Omit<RuleStat, 'tenant'>[]>;
}

export function ruleStatRepository(access: StateAccess): RuleStatRepository {
  return {
    async add(stats) {
      for (const [tenant, rows] of Map.groupBy(stats, (stat) => stat.tenant)) {
        await access.scoped(scopeOf(tenant), (db) =>
          db
            .insertInto('ruleStats')
            .values(rows)
            .onConflict((conflict) =>
              conflict.columns(['tenant', 'ruleId']).doUpdateSet({
                fired: sql`rule_stats.fired + excluded.fired`,
                costNs: sql`rule_stats.cost_ns + excluded.cost_ns`,
                lastFired: sql`greatest(rule_stats.last_fired, excluded.last_fired)`,
              }),
            )
            .execute(),
        );
      }
    },
    list: (scope) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('ruleStats')
          .select(({ fn }) => [
            'ruleId',
            sql<number>`sum(fired)::bigint`.as('fired'),
            sql<number>`sum(cost_ns)::bigint`.as('costNs'),
            fn.max('lastFired').as('lastFired'),
          ])
          .groupBy('ruleId')
          .orderBy('ruleId')
          .execute(),
      ),
  };
}
