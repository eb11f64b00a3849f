import { LEVELS, type Level } from '@haechi/event';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { TimeRange } from '../ports.ts';
import type { StateAccess } from './access.ts';

/** Sums over findings and incidents for the first page. */
export interface OverviewRepository {
  /** Incidents that are new or in progress, by level; levels without any are 0. */
  openByLevel(scope: TenantScope): Promise<Record<Level, number>>;
  /** Rules with the most findings in the range. */
  topRules(
    scope: TenantScope,
    range: TimeRange,
    limit: number,
  ): Promise<{ ruleId: string; title: string; level: Level; count: number }[]>;
}

export function overviewRepository(access: StateAccess): OverviewRepository {
  return {
    async openByLevel(scope) {
      const rows = await access.scoped(scope, (db) =>
        db
          .selectFrom('incidents')
          .select(({ fn }) => ['level', fn.countAll<number>().as('count')])
          .where('mergedInto', 'is', null)
          .where('status', 'in', ['new', 'in_progress'])
          .groupBy('level')
          .execute(),
      );
      const counts = Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;
      for (const { level, count } of rows) counts[level] = Number(count);
      return counts;
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
