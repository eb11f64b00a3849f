import { scopeOf, type TenantScope } from '../../tenancy/scope.ts';
import { type Cursor, pageOf, positionOf } from '../cursor.ts';
import type { TimeRange } from '../ports.ts';
import type { StateAccess } from './access.ts';
import { pageSize } from './limits.ts';
import type { AuditOutcome } from './schema.ts';

/** Who did what to what, with what outcome. Append only: the database refuses to change or delete an entry. */
interface AuditEntry {
  readonly id: number;
  readonly time: string;
  readonly tenant: string;
  /** Username, `token:PREFIX`, or `system`. */
  readonly actor: string;
  /** `session.create`, `rule.disable`, … */
  readonly action: string;
  readonly target: string;
  readonly outcome: AuditOutcome;
  readonly address: string;
  readonly detail: Record<string, unknown>;
}

export interface AuditRepository {
  append(entry: Omit<AuditEntry, 'id' | 'time'> & { time?: string }): Promise<void>;
  /** Newest first. @throws HaechiError `bad_cursor` */
  list(
    scope: TenantScope,
    filter: { range?: TimeRange; limit?: number; cursor?: Cursor },
  ): Promise<{ rows: AuditEntry[]; next?: Cursor }>;
}

export function auditRepository(access: StateAccess): AuditRepository {
  return {
    append: ({ detail, ...entry }) =>
      access.scoped(scopeOf(entry.tenant), async (db) => {
        await db
          .insertInto('audit')
          .values({ ...entry, detail: JSON.stringify(detail) })
          .execute();
      }),
    list: (scope, { range, limit, cursor }) =>
      access.scoped(scope, async (db) => {
        const size = pageSize(limit);
        let query = db.selectFrom('audit').selectAll();
        if (range !== undefined) query = query.where('time', '>=', range.from).where('time', '<', range.to);
        if (cursor !== undefined) {
          const [time, id] = positionOf(cursor);
          query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('time', 'id'), '<', tuple(time, idOf(id))));
        }
        const rows = await query
          .orderBy('time', 'desc')
          .orderBy('id', 'desc')
          .limit(size + 1)
          .execute();
        return pageOf(rows, size, (row) => [row.time, String(row.id)]);
      }),
  };
}

/** The serial id in a cursor; anything else sorts before all entries, so the page is empty. */
function idOf(text: string): number {
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : 0;
}
