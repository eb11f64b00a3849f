import type { RecordMeta } from '../../store/ports.ts';
import type { HecCode } from './answers.ts';
import type { JsonSlice } from './split.ts';

/** Metadata that holds for an event and, where it names none itself, for the ones after it in the same request. */
export interface HecMeta {
  time?: string;
  host?: string;
  source?: string;
  sourcetype?: string;
  index?: string;
}

/** One event out of its envelope. */
export interface HecEvent {
  /** The event's JSON text exactly as sent, or the text itself where the event is a string. */
  readonly record: string;
  readonly sourcetype: string;
  readonly meta: RecordMeta | null;
  /** The indexed field `_id`, as in Elasticsearch's bulk requests: the same event sent again is stored once. */
  readonly id?: string;
}

const INDEX_NAME = /^[a-z0-9_][a-z0-9_-]{0,254}$/;

/** Characters of an `_id`, as in Elasticsearch. */
const MAX_ID = 512;

/** Latest second that ISO 8601 writes with four digits for the year. */
const MAX_SECONDS = 253_402_300_799;

/**
 * Takes an event out of its envelope ("Format events for HTTP Event Collector"). `sticky` carries metadata from event to
 * event and is changed here.
 */
export function openEnvelope(text: string, slice: JsonSlice, sticky: HecMeta): HecEvent | HecCode {
  let envelope: Record<string, unknown>;
  try {
    envelope = JSON.parse(text.slice(slice.start, slice.end)) as Record<string, unknown>;
  } catch {
    return 6;
  }
  if (!Object.hasOwn(envelope, 'event')) return 12;
  const { event } = envelope;
  if (event === null || (typeof event === 'string' && event.trim() === '')) return 13;
  const fault = readMeta(envelope, sticky);
  if (fault !== undefined) return fault;
  const fields = Object.hasOwn(envelope, 'fields') ? readFields(envelope['fields']) : {};
  if (fields === undefined) return 15;
  const { _id: id, ...indexed } = fields;
  if (id !== undefined && (id === '' || id.length > MAX_ID)) return 15;
  return {
    record: recordOf(event, text, slice),
    sourcetype: sticky.sourcetype ?? '',
    meta: metaOf(sticky, indexed),
    ...(id === undefined ? {} : { id }),
  };
}

/** What is said beside a record; `null` when nothing is. */
export function metaOf(
  { time, host, source, sourcetype, index }: HecMeta,
  indexed: Readonly<Record<string, string>>,
): RecordMeta | null {
  const fields = index === undefined ? indexed : { index, ...indexed };
  const meta = {
    ...(time === undefined ? {} : { time }),
    ...(host === undefined ? {} : { host }),
    ...(source === undefined ? {} : { source }),
    ...(sourcetype === undefined ? {} : { sourcetype }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
  return Object.keys(meta).length === 0 ? null : meta;
}

function recordOf(event: unknown, text: string, slice: JsonSlice): string {
  if (typeof event === 'string') return event;
  // The text as sent: a number of 20 digits would not survive being parsed and written again.
  return slice.event === undefined ? JSON.stringify(event) : text.slice(slice.event.start, slice.event.end).trim();
}

/** Takes what the envelope (or the query of a raw request) names into `sticky`. */
export function readMeta(from: Readonly<Record<string, unknown>>, sticky: HecMeta): HecCode | undefined {
  for (const key of ['host', 'source', 'sourcetype', 'index'] as const) {
    const value = Object.hasOwn(from, key) ? from[key] : undefined;
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string' || value.length > 1024) return 6;
    if (key === 'index' && !INDEX_NAME.test(value)) return 7;
    sticky[key] = value;
  }
  const time = Object.hasOwn(from, 'time') ? from['time'] : undefined;
  if (time === undefined || time === null || time === '') return undefined;
  const iso = isoOf(time);
  if (iso === undefined) return 6;
  sticky.time = iso;
  return undefined;
}

/** Seconds since the epoch with a fraction, as a number or as text. */
function isoOf(time: unknown): string | undefined {
  if (typeof time === 'string' && !/^\d{1,12}(?:\.\d{1,9})?$/.test(time)) return undefined;
  const seconds = typeof time === 'number' || typeof time === 'string' ? Number(time) : Number.NaN;
  if (!(seconds >= 0 && seconds <= MAX_SECONDS)) return undefined;
  return new Date(Math.round(seconds * 1000)).toISOString();
}

/** Indexed fields: a flat object of scalars, or lists of them. */
function readFields(fields: unknown): Record<string, string> | undefined {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return undefined;
  const flat: [string, string][] = [];
  for (const [name, value] of Object.entries(fields)) {
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    if (values.some((one) => typeof one === 'object' && one !== null)) return undefined;
    flat.push([name, values.join(',')]);
  }
  return Object.fromEntries(flat);
}
