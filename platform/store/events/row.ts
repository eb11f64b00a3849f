import type { DeadLetter, EventRow } from '../ports.ts';
import { joinEvent, splitEvent } from './hot-fields.ts';
import { nativeView, writeNative } from './native-map.ts';
import { type RowBinary, writerOf } from './row-binary.ts';
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
const DEAD_LETTER_WRITERS = DEAD_LETTER_COLUMNS.map(({ type }) => writerOf(type));

/** Writes one event as a row of the events table. @param expires seconds since the epoch */
export function writeEvent(out: RowBinary, row: EventRow, expires: number): void {
  const { columns, rest } = splitEvent(row.event);
  const ingested = clickhouseMs(row.ingested);
  const time = clickhouseMs(row.time);
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
  for (let index = 0; index < columns.length; index++) EVENT_WRITERS[FIRST_HOT + index]?.(out, columns[index] as never);
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
