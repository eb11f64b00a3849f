import type { TimeRange } from '../ports.ts';

/** Each window is this many times as long as the one before. */
const GROWTH = 8;

/** The first window is at least this long, milliseconds: below it a query's own cost outweighs what it saves. */
const SHORTEST_MS = 600_000;

/**
 * A range cut into growing windows from the end that is read first. A page is full after the first window for most
 * queries; a rare match costs three or four queries, which read the range once between them.
 */
export function* windows({ from, to }: TimeRange, newest: boolean): Iterable<TimeRange> {
  const start = Date.parse(from);
  const end = Date.parse(to);
  let lengthMs = Math.max(SHORTEST_MS, Math.ceil((end - start) / GROWTH ** 3));
  let done = 0;
  const total = end - start;
  while (done < total) {
    const next = Math.min(total, done + lengthMs);
    const [left, right] = newest ? [end - next, end - done] : [start + done, start + next];
    yield { from: new Date(left).toISOString(), to: new Date(right).toISOString() };
    done = next;
    lengthMs *= GROWTH;
  }
}
