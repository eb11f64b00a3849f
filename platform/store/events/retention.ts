import type { EventConnection } from './connection.ts';
import { readQuery, WHOLE_STORE } from './gate.ts';
import { sql } from './sql.ts';

/** Days that events are kept where a tenant says nothing. */
export const DEFAULT_RETENTION_DAYS = 90;

/** How long another process's word on retention may go unnoticed, milliseconds. Only the server's tables are shared. */
const REFRESH_MS = 60_000;

const DAY_SECONDS = 86_400;

/** How long each tenant keeps its events, held in memory: every inserted row asks. */
export interface Retention {
  /** Reads the tenants' settings again where they are old. */
  refresh(now: number): Promise<void>;
  /** Seconds since the epoch after which a row of the tenant, accepted at `ingested`, is deleted. */
  expires(tenant: string, ingested: string): number;
  remember(tenant: string, days: number): void;
  /** Days by tenant, of those that say so. */
  all(): Readonly<Record<string, number>>;
}

/**
 * Seconds since the epoch after which a row accepted at `ingested` is deleted.
 *
 * @param sinceMs when it was at the earliest that the row came in: it is not deleted early because the clock was behind
 */
export function expiryOf(ingested: string, days: number = DEFAULT_RETENTION_DAYS, sinceMs = 0): number {
  const acceptedMs = Math.max(Date.parse(ingested), sinceMs);
  // 2^32 - 1 is the last second that the column holds.
  return Math.min(Math.floor(acceptedMs / 1_000) + days * DAY_SECONDS, 2 ** 32 - 1);
}

/**
 * When a stored row goes after its tenant's retention went from `before` to `days`, as an expression of ClickHouse. What is
 * not whole days after it came in was kept longer because the clock was behind (`sinceMs`), and stays so.
 */
export const EXPIRES_ANEW =
  'toDateTime(least(4294967295, greatest(toUnixTimestamp(ingested) + {days:Int64} * 86400, ' +
  'if((toUnixTimestamp(expires) - toUnixTimestamp(ingested)) % 86400 = 0, 0, ' +
  'toUnixTimestamp(expires) + ({days:Int64} - {before:Int64}) * 86400))))';

export function retention(connection: EventConnection): Retention {
  const days = new Map<string, number>();
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    async refresh(now) {
      // Read anew too where the clock was set back behind the last time.
      if (now >= readAt && now - readAt < REFRESH_MS) return;
      const query = readQuery(WHOLE_STORE, { select: sql`tenant, days`, from: 'retention', where: sql`true` });
      for (const row of await connection.read<{ tenant: string; days: number }>(query)) days.set(row.tenant, row.days);
      readAt = now;
    },
    expires: (tenant, ingested) => expiryOf(ingested, days.get(tenant)),
    all: () => Object.fromEntries(days),
    remember(tenant, count) {
      days.set(tenant, count);
    },
  };
}
