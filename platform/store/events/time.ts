import { HaechiError } from '@haechi/event';
import type { TimeRange } from '../ports.ts';
import { bind, type Fragment, sql } from './sql.ts';

/** What DateTime64 holds (ClickHouse documentation, "DateTime64"); an event from outside is stored at the nearest end. */
const EARLIEST = '1900-01-01T00:00:00.000Z';
const LATEST = '2299-12-31T23:59:59.999Z';

const EARLIEST_MS = Date.parse(EARLIEST);
// Before the end of the widest range, which is exclusive: every stored event can be found.
const LATEST_MS = Date.parse(LATEST) - 1;

/** Milliseconds since the epoch of an ISO 8601 text, as DateTime64 holds them; NaN where it is no time. */
export function clickhouseMs(iso: string): number {
  const ms = Date.parse(iso);
  return ms < EARLIEST_MS ? EARLIEST_MS : ms > LATEST_MS ? LATEST_MS : ms;
}

/** `2026-01-02T03:04:05.678Z` → `2026-01-02 03:04:05.678`, ClickHouse's own form. */
function clickhouseTime(iso: string): string {
  const time = iso < EARLIEST ? EARLIEST : iso > LATEST ? LATEST : iso;
  return `${time.slice(0, 10)} ${time.slice(11, 23)}`;
}

/** ClickHouse's form back to ISO 8601 UTC. */
export function isoTime(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11)}Z`;
}

/** Canonical ISO 8601 UTC with milliseconds of any ISO 8601 text; `undefined` where it is no time. */
function canonicalTime(text: string): string | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

export function boundTime(iso: string): Fragment {
  return bind("DateTime64(3, 'UTC')", clickhouseTime(iso));
}

/** @throws HaechiError `bad_time_range` when an end is no time or they are the wrong way round */
export function checkedRange(range: TimeRange): TimeRange {
  const from = canonicalTime(range.from);
  const to = canonicalTime(range.to);
  if (from !== undefined && to !== undefined && from <= to) return { from, to };
  throw new HaechiError('bad_time_range', {
    what: 'a range needs two ISO 8601 times, the earlier first',
    where: `${range.from} to ${range.to}`.slice(0, 100),
    remedy: 'for example 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z',
  });
}

export function insideRange({ from, to }: TimeRange): Fragment {
  return sql`time >= ${boundTime(from)} AND time < ${boundTime(to)}`;
}
