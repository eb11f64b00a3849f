import { sql } from 'kysely';
import { scopeOf, type TenantScope } from '../../tenancy/scope.ts';
import type { TimeRange } from '../ports.ts';
import type { StateAccess } from './access.ts';

/** Records that came in from one source in one hour. */
interface IntakeCount {
  readonly tenant: string;
  readonly source: string;
  /** Start of the hour, ISO 8601 UTC. */
  readonly hour: string;
  readonly received: number;
  /** Made durable; the sender was told so. */
  readonly accepted: number;
  /** Refused by a limit or as malformed; the sender was told so where the protocol can. */
  readonly rejected: number;
  /** Of the accepted records. */
  readonly bytes: number;
  /** Events that came more than an hour after they happened. */
  readonly late?: number;
  /** Events that were sent before, and are stored once. */
  readonly doubled?: number;
}

/** What a tenant sent in an hour or a day of UTC. */
interface Usage {
  readonly tenant: string;
  /** Start of the hour or day, ISO 8601 UTC. */
  readonly time: string;
  readonly received: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly bytes: number;
  readonly late: number;
  readonly doubled: number;
}

export interface IntakeCountRepository {
  /** Adds to what is stored. */
  add(counts: readonly IntakeCount[]): Promise<void>;
  /** Sums by source over the hours that begin in the range, busiest first. */
  bySource(
    scope: TenantScope,
    range: TimeRange,
    limit: number,
  ): Promise<(Omit<Usage, 'tenant' | 'time'> & { readonly source: string })[]>;
  /** Sums by tenant of the subtree and hour or day, oldest first, over the hours that begin in the range. */
  byTenant(scope: TenantScope, range: TimeRange, step: 'hour' | 'day', limit: number): Promise<Usage[]>;
  /** Bytes by tenant in the hours that begin in a range, over all tenants. */
  bytesIn(range: TimeRange): Promise<Map<string, number>>;
}

export function intakeCountRepository(access: StateAccess): IntakeCountRepository {
  return {
    async add(counts) {
      for (const [tenant, rows] of Map.groupBy(counts, (count) => count.tenant)) {
        await access.scoped(scopeOf(tenant), (db) =>
          db
            .insertInto('intakeCounts')
            .values(rows)
            .onConflict((conflict) =>
              conflict.columns(['tenant', 'source', 'hour']).doUpdateSet({
                received: sql`intake_counts.received + excluded.received`,
                accepted: sql`intake_counts.accepted + excluded.accepted`,
                rejected: sql`intake_counts.rejected + excluded.rejected`,
                bytes: sql`intake_counts.bytes + excluded.bytes`,
                late: sql`intake_counts.late + excluded.late`,
                doubled: sql`intake_counts.doubled + excluded.doubled`,
              }),
            )
            .execute(),
        );
      }
    },
    bySource: (scope, range, limit) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('intakeCounts')
          .select([
            'source',
            sql<number>`sum(received)::bigint`.as('received'),
            sql<number>`sum(accepted)::bigint`.as('accepted'),
            sql<number>`sum(rejected)::bigint`.as('rejected'),
            sql<number>`sum(bytes)::bigint`.as('bytes'),
            sql<number>`sum(late)::bigint`.as('late'),
            sql<number>`sum(doubled)::bigint`.as('doubled'),
          ])
          .where('hour', '>=', range.from)
          .where('hour', '<', range.to)
          .groupBy('source')
          .orderBy('received', 'desc')
          .orderBy('source')
          .limit(limit)
          .execute(),
      ),
    byTenant: (scope, range, step, limit) => {
      const time = sql<string>`date_trunc(${sql.lit(step)}, hour, 'UTC')`;
      return access.scoped(scope, (db) =>
        db
          .selectFrom('intakeCounts')
          .select([
            'tenant',
            time.as('time'),
            sql<number>`sum(received)::bigint`.as('received'),
            sql<number>`sum(accepted)::bigint`.as('accepted'),
            sql<number>`sum(rejected)::bigint`.as('rejected'),
            sql<number>`sum(bytes)::bigint`.as('bytes'),
            sql<number>`sum(late)::bigint`.as('late'),
            sql<number>`sum(doubled)::bigint`.as('doubled'),
          ])
          .where('hour', '>=', range.from)
          .where('hour', '<', range.to)
          .groupBy(['tenant', time])
          .orderBy(time)
          .orderBy('tenant')
          .limit(limit)
          .execute(),
      );
    },
    bytesIn: async ({ from, to }) => {
      const rows = await access.acrossTenants((db) =>
        db
          .selectFrom('intakeCounts')
          .select(['tenant', sql<number>`sum(bytes)::bigint`.as('bytes')])
          .where('hour', '>=', from)
          .where('hour', '<', to)
          .groupBy('tenant')
          .execute(),
      );
      return new Map(rows.map(({ tenant, bytes }) => [tenant, bytes]));
    },
  };
}
