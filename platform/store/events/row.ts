import type { DeadLetter, EventRow } from '../ports.ts';
import { joinEvent, NOTHING, splitEvent } from './hot-fields.ts';
import { nativeView, writeNative } from './native-map.ts';
import { RowBinary, writerOf } from './row-binary.ts';
import { identifier, join } from './sql.ts';
import { type Column, DEAD_LETTER_COLUMNS, EVENT_COLUMNS, HOT_COLUMNS } from './tables.ts';
import { clickhouseMs, isoTime } from './time.ts';

/** Columns of an insert, in the order in which `writeEvent` gives the values. */
export const EVENT_INSERT_COLUMNS: readonly Column[] = [...EVENT_COLUMNS, ...HOT_COLUMNS];

/** What is read back of an event: everything but when it goes. */
export const EVENT_COLUMNS_READ = join(
  EVENT_INSERT_COLUMNS.map(({ name }) => name)
    .filter((name) => name !== 'expires')
    .map(identifier),
  ', ',
);

const EVENT_WRITERS = EVENT_INSERT_COLUMNS.map(({ name, type }) => (name === 'native' ? writeNative : writerOf(type)));
const FIRST_HOT = EVENT_COLUMNS.length;
/** Hot columns that hold nothing, encoded once: most of them in most events. Column `i` is `EMPTY_AT[i]` … `EMPTY_AT[i + 1]`. */
const { EMPTY, EMPTY_AT } = encodeNothing();
const DEAD_LETTER_WRITERS = DEAD_LETTER_COLUMNS.map(({ type }) => writerOf(type));

/** Writes one event as a row of the events table. @param expires seconds since the epoch */
export function writeEvent(out: RowBinary, row: EventRow, expires: number): void {
  const { columns, rest } = splitEvent(row.event);
  const ingested = clickhouseMs(row.ingested);
  const time = row.time === row.ingested ? ingested : clickhouseMs(row.time);
  const own: readonly unknown[] = [
    row.tenant,
    Number.isNaN(time) ? ingested : time,
    row.id,
    ingested,
    expires,
    row.position,
    row.decoder,
    row.source,
    row.logsource.product ?? '',
    row.logsource.category ?? '',
    row.logsource.service ?? '',
    row.raw,
    JSON.stringify(rest),
    row.native,
  ];
  for (let index = 0; index < FIRST_HOT; index++) EVENT_WRITERS[index]?.(out, own[index] as never);
  writeHot(out, columns);
}

function writeHot(out: RowBinary, columns: readonly unknown[]): void {
  const { length } = columns;
  let empty = 0;
  for (let index = 0; index < length; index++) {
    const value = columns[index];
    if (value === undefined) continue;
    if (empty < index) out.bytes(EMPTY, EMPTY_AT[empty]!, EMPTY_AT[index]!);
    EVENT_WRITERS[FIRST_HOT + index]?.(out, value as never);
    empty = index + 1;
  }
  out.bytes(EMPTY, EMPTY_AT[empty]!, EMPTY_AT[length]!);
}

function encodeNothing(): { EMPTY: Uint8Array; EMPTY_AT: readonly number[] } {
  const out = new RowBinary();
  const starts = NOTHING.map((value, index) => {
    const start = out.length;
    EVENT_WRITERS[FIRST_HOT + index]?.(out, value as never);
    return start;
  });
  return { EMPTY_AT: [...starts, out.length], EMPTY: out.done().slice() };
}

/** Writes one dead letter as a row of its table. */
export function writeDeadLetter(out: RowBinary, letter: DeadLetter): void {
  const values = [letter.tenant, clickhouseMs(letter.time), letter.id, letter.source, letter.reason, letter.raw];
  for (let index = 0; index < values.length; index++) DEAD_LETTER_WRITERS[index]?.(out, values[index] as never);
}

/** A stored event as ClickHouse gives it in JSONEachRow; the hot columns beside. */
export interface StoredEvent extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly tenant: string;
  readonly time: string;
  readonly ingested: string;
  readonly position: number | string;
  readonly decoder: string;
  readonly source: string;
  readonly logsource_product: string;
  readonly logsource_category: string;
  readonly logsource_service: string;
  readonly raw: string;
  readonly event: string;
  readonly native: Record<string, string>;
}

export function eventOf(stored: StoredEvent): EventRow {
  return {
    id: stored.id,
    tenant: stored.tenant,
    time: isoTime(stored.time),
    ingested: isoTime(stored.ingested),
    position: Number(stored.position),
    decoder: stored.decoder,
    source: stored.source,
    raw: stored.raw,
    event: joinEvent(JSON.parse(stored.event), stored),
    native: nativeView(stored.native),
    logsource: {
      ...(stored.logsource_product === '' ? {} : { product: stored.logsource_product }),
      ...(stored.logsource_category === '' ? {} : { category: stored.logsource_category }),
      ...(stored.logsource_service === '' ? {} : { service: stored.logsource_service }),
    },
  };
}
