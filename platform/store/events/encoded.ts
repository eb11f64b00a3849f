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
  const encoder = new EventEncoder(retentionDays, rows.length);
  for (const row of rows) encoder.add(row);
  return encoder.done();
}

/** Encodes rows one by one, so that none has to be kept. */
export class EventEncoder {
  readonly #retentionDays: Readonly<Record<string, number>>;
  readonly #sinceMs: number;
  readonly #out: RowBinary;
  readonly #ids: string[] = [];
  readonly #ends: number[] = [];

  /**
   * @param rows how many there will be, about
   * @param sinceMs as for `expiryOf`
   */
  constructor(retentionDays: Readonly<Record<string, number>>, rows: number, sinceMs = 0) {
    this.#retentionDays = retentionDays;
    this.#sinceMs = sinceMs;
    this.#out = new RowBinary(rows * ROW_BYTES);
  }

  add(row: EventRow): void {
    writeEvent(this.#out, row, expiryOf(row.ingested, this.#retentionDays[row.tenant], this.#sinceMs));
    this.#ends.push(this.#out.length);
    this.#ids.push(row.id);
  }

  /** The rows; nothing may be added behind. */
  done(): EncodedEvents {
    return { rows: this.#out.done(), ends: Float64Array.from(this.#ends), ids: this.#ids };
  }
}

/** The events without those whose ids are known. */
export function withoutIds(events: EncodedEvents, known: ReadonlySet<string>): EncodedEvents {
  if (!events.ids.some((id) => known.has(id))) return events;
  return pickRows(
    events,
    events.ids.flatMap((id, index) => (known.has(id) ? [] : [index])),
  );
}

/** Some of the events. @param kept their places, rising */
export function pickRows(events: EncodedEvents, kept: readonly number[]): EncodedEvents {
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
