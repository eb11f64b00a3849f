import type { EventRow, EventStore } from '../ports.ts';
import type { EventConnection } from './connection.ts';
import { readQuery, WHOLE_STORE } from './gate.ts';
import { EVENT_COLUMNS_READ, eventOf, type StoredEvent } from './row.ts';
import { bind, type Fragment, sql } from './sql.ts';

/** Rows of one question: they are sorted and held in memory whole. */
const ROWS_ASKED = 5_000;

/** The events of a stretch of the bus, in its order and inside a batch in that of their times; see the port. */
export function storedBetween(connection: EventConnection): EventStore['storedBetween'] {
  const within = (first: number, last: number): Fragment =>
    sql`position BETWEEN ${bind('UInt64', first)} AND ${bind('UInt64', last)}`;
  return async function* ({ first, last }, limit): AsyncGenerator<EventRow[]> {
    if (last < first) return;
    const sizes = await connection.read<{ position: number | string; count: number | string }>(
      readQuery(WHOLE_STORE, {
        select: sql`position, count() AS count`,
        from: 'events',
        where: within(first, last),
        rest: sql`GROUP BY position ORDER BY position DESC`,
      }),
    );
    for (const [from, to] of stretches(sizes, limit)) {
      const query = readQuery(WHOLE_STORE, {
        select: EVENT_COLUMNS_READ,
        from: 'events',
        where: within(from, to),
        rest: sql`ORDER BY position, time, id`,
      });
      yield (await connection.read<StoredEvent>(query)).map(eventOf);
    }
  };
}

/** First and last positions of questions of about as many rows, oldest first; of more than the limit the newest. */
function stretches(
  newestFirst: readonly { position: number | string; count: number | string }[],
  limit: number,
): [number, number][] {
  const found: [number, number][] = [];
  let all = 0;
  let rows = Number.POSITIVE_INFINITY;
  for (const { position, count } of newestFirst) {
    all += Number(count);
    if (all > limit) break;
    const at = Number(position);
    const stretch = found.at(-1);
    if (stretch === undefined || rows + Number(count) > ROWS_ASKED) {
      found.push([at, at]);
      rows = 0;
    } else stretch[0] = at;
    rows += Number(count);
  }
  return found.reverse();
}
