import { LEVELS, type Level } from '@haechi/event';
import { sql } from 'kysely';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { TimeRange } from '../ports.ts';
import type { StateAccess } from './access.ts';

/** Sums over findings and incidents for the first page. */
export interface OverviewRepository {
  /** Incidents that are new or in progress, by priority; levels without any are 0. */
  openByPriority(scope: TenantScope): Promise<Record<Level, number>>;
  /** Rules with the most findings in the range. */
  topRules(
    scope: TenantScope,
    range: TimeRange,
    limit: number,
  ): Promise<{ ruleId: string; title: string; level: Level; count: number }[]>;
}

export function overviewRepository(access: StateAccess): OverviewRepository {
  return {
    async openByPriority(scope) {
      const rows = await access.scoped(scope, (db) =>
        db
          .selectFrom('incidents')
          .select(({ fn }) => [
            sql<number>`coalesce(priority_rank, level_rank)`.as('rank'),
            fn.countAll<number>().as('count'),
          ])
          .where('mergedInto', 'is', null)
          .where('status', 'in', ['new', 'in_progress'])
          .groupBy('rank')
          .execute(),
      );
      const counts = new Map(rows.map(({ rank, count }) => [rank, Number(count)]));
      return Object.fromEntries(LEVELS.map((level, rank) => [level, counts.get(rank) ?? 0])) as Record<Level, number>;
    },
    topRules: (scope, range, limit) =>
      access.scoped(scope, async (db) => {
        const rows = await db
          .selectFrom('findings')
          .select(({ fn }) => [
            'ruleId',
            fn.max('title').as('title'),
            fn.max('level').as('level'),
            fn.countAll<number>().as('count'),
          ])
          .where('time', '>=', range.from)
          .where('time', '<', range.to)
          .groupBy('ruleId')
          .orderBy('count', 'desc')
          .orderBy('ruleId')
          .limit(limit)
          .execute();
        return rows.map((row) => ({ ...row, count: Number(row.count) }));
      }),
  };
}
