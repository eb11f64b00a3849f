import { isIPv4, isIPv6 } from 'node:net';
import type { EcsEvent, NativeView } from '@haechi/event';
import type { DeadLetter, EventRow } from '../ports.ts';
import { DEAD_LETTER_COLUMNS, EVENT_COLUMNS, type FieldKind, HOT_COLUMNS } from './tables.ts';
import { canonicalTime, clickhouseTime, isoTime } from './time.ts';

/** Columns of an insert, in the order of the values of `eventLine`. */
export const EVENT_INSERT_COLUMNS = [...EVENT_COLUMNS, ...HOT_COLUMNS].map(({ name }) => name);
export const DEAD_LETTER_INSERT_COLUMNS = DEAD_LETTER_COLUMNS.map(({ name }) => name);

/** What is read back of an event: everything that is not a copy. `message` is kept out of the `event` text. */
export const EVENT_READ_COLUMNS = [
  ...EVENT_COLUMNS.map(({ name }) => name).filter((name) => name !== 'expires'),
  'message',
] as const;

const HOT_PATHS = HOT_COLUMNS.map(({ field, kind, type }) => ({ path: field.split('.'), kind, ...limitsOf(type) }));

/** One row as a line of the format JSONCompactEachRow. `expires`: seconds since the epoch. */
export function eventLine(row: EventRow, expires: number): string {
  const { message: _, ...event } = row.event;
  const values: unknown[] = [
    row.tenant,
    clickhouseTime(canonical(row.time)),
    row.id,
    clickhouseTime(canonical(row.ingested)),
    expires,
    row.position,
    row.decoder,
    row.source,
    row.logsource.product ?? '',
    row.logsource.category ?? '',
    row.logsource.service ?? '',
    row.raw,
    JSON.stringify(event),
    JSON.stringify(row.native),
  ];
  for (const hot of HOT_PATHS) values.push(hotValue(at(row.event, hot.path), hot));
  return JSON.stringify(values);
}

export function deadLetterLine(letter: DeadLetter): string {
  return JSON.stringify([
    letter.tenant,
    clickhouseTime(canonical(letter.time)),
    letter.id,
    letter.source,
    letter.reason,
    letter.raw,
  ]);
}

/** A stored event as ClickHouse gives it in JSONEachRow. */
export interface StoredEvent {
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
  readonly native: string;
  readonly message: string;
}

export function eventOf(stored: StoredEvent): EventRow {
  const event = JSON.parse(stored.event) as EcsEvent;
  if (stored.message !== '') event.message = stored.message;
  return {
    id: stored.id,
    tenant: stored.tenant,
    time: isoTime(stored.time),
    ingested: isoTime(stored.ingested),
    position: Number(stored.position),
    decoder: stored.decoder,
    source: stored.source,
    raw: stored.raw,
    event,
    native: JSON.parse(stored.native) as NativeView,
    logsource: {
      ...(stored.logsource_product === '' ? {} : { product: stored.logsource_product }),
      ...(stored.logsource_category === '' ? {} : { category: stored.logsource_category }),
      ...(stored.logsource_service === '' ? {} : { service: stored.logsource_service }),
    },
  };
}

function at(event: EcsEvent, path: readonly string[]): unknown {
  let node: unknown = event;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}

/** What a column holds of a field's value: absent or unfit becomes the column's "nothing"; the event text keeps it. */
function hotValue(
  value: unknown,
  { kind, smallest, largest }: { kind: FieldKind; smallest: number; largest: number },
): unknown {
  switch (kind) {
    case 'keywords':
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    case 'number':
      return Number.isInteger(value) && (value as number) <= largest && (value as number) >= smallest ? value : null;
    case 'ip':
      return typeof value === 'string' ? storedIp(value) : NO_ADDRESS;
    default:
      return typeof value === 'string' ? value : '';
  }
}

/** An address as the IPv6 column holds it: version 4 mapped (RFC 4291, 2.5.5.2); no zone. */
function storedIp(text: string): string {
  if (isIPv4(text)) return `::ffff:${text}`;
  return isIPv6(text) && !text.includes('%') ? text : NO_ADDRESS;
}

/** The unspecified address (RFC 4291, 2.5.2), which no event has as an endpoint, stands for "none". */
const NO_ADDRESS = '::';

function canonical(time: string): string {
  return time.length === 24 && time.endsWith('Z') ? time : (canonicalTime(time) ?? time);
}

/** What an integer column holds, so that a hostile port of 70,000 becomes nothing instead of another port. */
function limitsOf(type: string): { smallest: number; largest: number } {
  const bits = Number(/U?Int(\d+)/.exec(type)?.[1] ?? 0);
  return type.includes('UInt')
    ? { smallest: 0, largest: 2 ** bits - 1 }
    : { smallest: -(2 ** (bits - 1)), largest: 2 ** (bits - 1) - 1 };
}
