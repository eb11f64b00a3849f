import type { TenantScope } from '../../tenancy/scope.ts';
import { pageOf, positionOf } from '../cursor.ts';
import type { DeadLetter, DeadLetterRequest, EventRow, EventStore, TimeRange } from '../ports.ts';
import { compileQuery } from '../query/compile.ts';
import { fieldOf } from '../query/fields.ts';
import type { EventConnection } from './connection.ts';
import { seenFields } from './field-names.ts';
import { readQuery } from './gate.ts';
import { groupValues } from './group.ts';
import { EVENT_COLUMNS_READ, eventOf, type StoredEvent } from './row.ts';
import { bind, type Fragment, sql } from './sql.ts';
import { boundTime, checkedRange, insideRange, isoTime } from './time.ts';
import { windows } from './windows.ts';

/** Rows of a page, groups of a top list, buckets of a histogram: what a console can show and a request may cost. */
const ROWS_MAX = 1_000;

type Searches = Pick<
  EventStore,
  'search' | 'count' | 'span' | 'top' | 'histogram' | 'byIds' | 'deadLetters' | 'countDeadLetters' | 'fields'
>;

/** The read half of the store. */
export function searches(connection: EventConnection): Searches {
  return {
    async search(scope, request) {
      const started = performance.now();
      const limit = within(request.limit ?? 100, 1, ROWS_MAX);
      const newest = request.order !== 'oldest';
      const after = request.cursor === undefined ? undefined : positionOf(request.cursor);
      const where = compileQuery(request.query);
      const range = checkedRange(request.range);
      const rows: EventRow[] = [];
      for (const window of windows(rest(range, after, newest), newest)) {
        const query = readQuery(scope, {
          select: EVENT_COLUMNS_READ,
          from: 'events',
          where: sql`${insideRange(window)}${beyond(after, newest)} AND (${where})`,
          rest: newest
            ? sql`ORDER BY time DESC, id DESC LIMIT ${bind('UInt32', limit + 1 - rows.length)}`
            : sql`ORDER BY time, id LIMIT ${bind('UInt32', limit + 1 - rows.length)}`,
        });
        rows.push(...(await connection.read<StoredEvent>(query)).map(eventOf));
        if (rows.length > limit) break;
      }
      const page = pageOf(rows, limit, (row) => [row.time, row.id]);
      return { ...page, elapsedMs: Math.round(performance.now() - started) };
    },
    async count(scope, query, range) {
      const [row] = await connection.read<{ count: number }>(
        readQuery(scope, { select: sql`count() AS count`, from: 'events', where: matching(query, range) }),
      );
      return Number(row?.count ?? 0);
    },
    async span(scope, query, range) {
      const [row] = await connection.read<{ count: number; first: string; last: string }>(
        readQuery(scope, {
          select: sql`count() AS count, min(time) AS first, max(time) AS last`,
          from: 'events',
          where: matching(query, range),
        }),
      );
      const count = Number(row?.count ?? 0);
      return row === undefined || count === 0
        ? { count: 0 }
        : { count, first: isoTime(row.first), last: isoTime(row.last) };
    },
    async top(scope, query, range, field, limit) {
      const { value, present } = groupValues(fieldOf(field));
      const rows = await connection.read<{ value: string; count: number }>(
        readQuery(scope, {
          select: sql`${value} AS value, count() AS count`,
          from: 'events',
          where: sql`${matching(query, range)} AND ${present}`,
          rest: sql`GROUP BY value HAVING value != '' ORDER BY count DESC, value LIMIT ${bind('UInt32', within(limit, 1, ROWS_MAX))}`,
        }),
      );
      return rows.map((row) => ({ value: row.value, count: Number(row.count) }));
    },
    async histogram(scope, query, range, buckets) {
      const { from, to } = checkedRange(range);
      const start = Date.parse(from);
      const count = within(buckets, 1, ROWS_MAX);
      const widthMs = Math.max(1, Math.ceil((Date.parse(to) - start) / count));
      const rows = await connection.read<{ bucket: number; count: number }>(
        readQuery(scope, {
          select: sql`intDiv(toUnixTimestamp64Milli(time) - ${bind('Int64', start)}, ${bind('UInt64', widthMs)}) AS bucket, count() AS count`,
          from: 'events',
          where: matching(query, range),
          rest: sql`GROUP BY bucket`,
        }),
      );
      const counts = new Map(rows.map((row) => [Number(row.bucket), Number(row.count)]));
      const used = Math.max(1, Math.ceil((Date.parse(to) - start) / widthMs));
      return Array.from({ length: used }, (_, bucket) => ({
        time: new Date(start + bucket * widthMs).toISOString(),
        count: counts.get(bucket) ?? 0,
      }));
    },
    async byIds(scope, ids, range) {
      if (ids.length === 0) return [];
      const named = sql`id IN (${bind('Array(String)', ids)})`;
      const query = readQuery(scope, {
        select: EVENT_COLUMNS_READ,
        from: 'events',
        where: range === undefined ? named : both(insideRange(checkedRange(range)), named),
        rest: sql`ORDER BY time, id`,
      });
      return (await connection.read<StoredEvent>(query)).map(eventOf);
    },
    async deadLetters(scope, { limit, ...wanted }) {
      const query = readQuery(scope, {
        select: sql`id, tenant, time, source, reason, raw`,
        from: 'dead_letters',
        where: lettersOf(wanted),
        rest: sql`ORDER BY time DESC, id DESC LIMIT ${bind('UInt32', within(limit, 1, ROWS_MAX))}`,
      });
      const letters = await connection.read<DeadLetter>(query);
      return letters.map((letter) => ({ ...letter, time: isoTime(letter.time) }));
    },
    async countDeadLetters(scope, wanted) {
      const [row] = await connection.read<{ count: number }>(
        readQuery(scope, { select: sql`count() AS count`, from: 'dead_letters', where: lettersOf(wanted) }),
      );
      return Number(row?.count ?? 0);
    },
    fields: (scope: TenantScope, range: TimeRange) => seenFields(connection, scope, checkedRange(range)),
  };
}

function lettersOf({ range, reason, source, ids }: Omit<DeadLetterRequest, 'limit'>): Fragment {
  return both(
    insideRange(checkedRange(range)),
    reason === undefined ? undefined : sql`reason = ${bind('String', reason)}`,
    source === undefined ? undefined : sql`source = ${bind('String', source)}`,
    ids === undefined ? undefined : sql`id IN (${bind('Array(String)', ids)})`,
  );
}

/** All of the conditions that there are. */
function both(first: Fragment, ...more: readonly (Fragment | undefined)[]): Fragment {
  return more.reduce<Fragment>((all, one) => (one === undefined ? all : sql`${all} AND ${one}`), first);
}

function matching(query: string, range: TimeRange): Fragment {
  return sql`${insideRange(checkedRange(range))} AND (${compileQuery(query)})`;
}

type Position = ReturnType<typeof positionOf>;

/** What is left of a range behind a cursor; the row of the cursor's own moment is sorted out by `beyond`. */
function rest(range: TimeRange, after: Position | undefined, newest: boolean): TimeRange {
  if (after === undefined) return range;
  const [time] = after;
  const next = new Date(Date.parse(time) + 1).toISOString();
  return newest
    ? { from: range.from, to: next < range.to ? next : range.to }
    : { from: time > range.from ? time : range.from, to: range.to };
}

function beyond(after: Position | undefined, newest: boolean): Fragment {
  if (after === undefined) return sql``;
  const row = sql`(${boundTime(after[0])}, ${bind('String', after[1])})`;
  return newest ? sql` AND (time, id) < ${row}` : sql` AND (time, id) > ${row}`;
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.trunc(value) || least, least), most);
}
