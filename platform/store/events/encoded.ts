import type { EncodedEvents, EventRow } from '../ports.ts';
import { expiryOf } from './retention.ts';
import { writeEvent } from './row.ts';
import { RowBinary } from './row-binary.ts';

/** What a row takes at first guess, bytes. */
const ROW_BYTES = 1_500;

/** Rows in the encoding of `EventStore.insertEncoded`. @param retentionDays by tenant, as the store gives it */
export function encodeEvents(
  rows: readonly EventRow[],
  retentionDays: Readonly<Record<string, number>>,
): EncodedEvents {
  const out = new RowBinary(rows.length * ROW_BYTES);
  const ids: string[] = [];
  const ends = new Float64Array(rows.length);
  for (const row of rows) {
    writeEvent(out, row, expiryOf(row.ingested, retentionDays[row.tenant]));
    ends[ids.length] = out.length;
    ids.push(row.id);
  }
  return { rows: out.done(), ends, ids };
}

/** The events without those whose ids are known. */
export function withoutIds(events: EncodedEvents, known: ReadonlySet<string>): EncodedEvents {
  if (!events.ids.some((id) => known.has(id))) return events;
  const kept = events.ids.flatMap((id, index) => (known.has(id) ? [] : [index]));
  const pieces = kept.map((index) => events.rows.subarray(events.ends[index - 1] ?? 0, events.ends[index]));
  const ends = new Float64Array(kept.length);
  let end = 0;
  for (const [index, piece] of pieces.entries()) {
    end += piece.length;
    ends[index] = end;
  }
  const rows = new Uint8Array(end);
  for (const [index, piece] of pieces.entries()) rows.set(piece, ends[index - 1] ?? 0);
  return { rows, ends, ids: kept.map((index) => events.ids[index] ?? '') };
}
