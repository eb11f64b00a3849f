import type { EncodedEvents, EventRow } from '../ports.ts';
import { expiryOf } from './retention.ts';
import { eventLine } from './row.ts';

/** Rows in the encoding of `EventStore.insertEncoded`. @param retentionDays by tenant, as the store gives it */
export function encodeEvents(
  rows: readonly EventRow[],
  retentionDays: Readonly<Record<string, number>>,
): EncodedEvents {
  const lines = rows.map((row) => eventLine(row, expiryOf(row.ingested, retentionDays[row.tenant])));
  return { lines: new TextEncoder().encode(lines.join('\n')), ids: rows.map(({ id }) => id) };
}

/** The events without those whose ids are known. */
export function withoutIds(events: EncodedEvents, known: ReadonlySet<string>): EncodedEvents {
  if (!events.ids.some((id) => known.has(id))) return events;
  const lines = new TextDecoder().decode(events.lines).split('\n');
  const kept = events.ids.flatMap((id, index) => (known.has(id) ? [] : [index]));
  return {
    lines: new TextEncoder().encode(kept.map((index) => lines[index]).join('\n')),
    ids: kept.map((index) => events.ids[index] ?? ''),
  };
}
