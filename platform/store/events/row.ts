import type { DeadLetter, EventRow } from '../ports.ts';
import { joinEvent, splitEvent } from './hot-fields.ts';
import { nativeColumn, nativeView } from './native-map.ts';
import { identifier, join } from './sql.ts';
import { DEAD_LETTER_COLUMNS, EVENT_COLUMNS, HOT_COLUMNS } from './tables.ts';
import { canonicalTime, clickhouseTime, isoTime } from './time.ts';

/** Columns of an insert, in the order of the values of `eventLine`. */
export const EVENT_INSERT_COLUMNS = [...EVENT_COLUMNS, ...HOT_COLUMNS].map(({ name }) => name);
export const DEAD_LETTER_INSERT_COLUMNS = DEAD_LETTER_COLUMNS.map(({ name }) => name);

/** What is read back of an event: everything but when it goes. */
export const EVENT_COLUMNS_READ = join(EVENT_INSERT_COLUMNS.filter((name) => name !== 'expires').map(identifier), ', ');

/** One row as a line of the format JSONCompactEachRow. `expires`: seconds since the epoch. */
export function eventLine(row: EventRow, expires: number): string {
  const { columns, rest } = splitEvent(row.event);
  return JSON.stringify([
    row.tenant,
    clickhouseTime(canonical(row.time) ?? row.ingested),
    row.id,
    clickhouseTime(canonical(row.ingested) ?? row.ingested),
    expires,
    row.position,
    row.decoder,
    row.source,
    row.logsource.product ?? '',
    row.logsource.category ?? '',
    row.logsource.service ?? '',
    row.raw,
    JSON.stringify(rest),
    nativeColumn(row.native),
    ...columns,
  ]);
}

export function deadLetterLine(letter: DeadLetter): string {
  return JSON.stringify([
    letter.tenant,
    clickhouseTime(canonical(letter.time) ?? letter.time),
    letter.id,
    letter.source,
    letter.reason,
    letter.raw,
  ]);
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

/** The usual form is passed on unread; `undefined` where the text is no time. */
function canonical(time: string): string | undefined {
  return time.length === 24 && CANONICAL.test(time) ? time : canonicalTime(time);
}

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
