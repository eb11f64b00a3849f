import type { RecordMeta } from '../../store/ports.ts';
import { type Item, rejectedItem } from '../item.ts';
import { programOf } from '../program.ts';

/** Severities of syslog, which is what `level` counts. */
const LEVELS = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

/** Additional fields with a place in ECS: those of Docker's driver and of the usual loggers. */
const ECS_NAMES = new Map(
  Object.entries({
    container_id: 'container.id', container_name: 'container.name', image_name: 'container.image.name',
    service_name: 'service.name', service: 'service.name', logger: 'log.logger', LoggerName: 'log.logger',
    trace_id: 'trace.id', traceId: 'trace.id', span_id: 'span.id', spanId: 'span.id', file_path: 'log.file.path',
  }),
); // biome-ignore format: one table

/** Fields of the message itself (GELF 1.1, "GELF payload specification"); everything else is additional. */
const OWN = new Set([
  'version',
  'host',
  'short_message',
  'full_message',
  'timestamp',
  'level',
  'facility',
  'line',
  'file',
]);

type Payload = Readonly<Record<string, unknown>>;

/** One GELF message. Its text goes through the decoders; a Windows event in additional fields is put together again. */
export function gelfItem(text: string, recordChars: number): Item {
  if (text.length > recordChars) return rejectedItem(text, 'record_too_long');
  const payload = payloadOf(text);
  const line = payload === undefined ? '' : messageOf(payload);
  if (payload === undefined || line === '') return rejectedItem(text, 'invalid_record');
  const additional = additionalOf(payload);
  const time = timeOf(payload['timestamp']);
  const host = typeof payload['host'] === 'string' && payload['host'] !== '' ? payload['host'] : undefined;
  if (additional.has('EventID') && (additional.has('Channel') || additional.has('SourceName'))) {
    const event = { '@timestamp': time, Hostname: host, Message: line, ...Object.fromEntries(additional) };
    return { record: JSON.stringify(event), meta: null };
  }
  return { record: line, meta: metaOf(payload, additional, time, host) };
}

function payloadOf(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}

/** The long message where there is one; the short one in front of it where it is not its beginning. */
function messageOf({ short_message, full_message }: Payload): string {
  const short = typeof short_message === 'string' ? short_message.trim() : '';
  const full = typeof full_message === 'string' ? full_message.trim() : '';
  if (full === '' || full.includes(short)) return full || short;
  return `${short}\n${full}`;
}

/** Additional fields without the underscore in front. `_id` is not allowed and, where it comes all the same, harmless. */
function additionalOf(payload: Payload): Map<string, unknown> {
  const additional = new Map<string, unknown>();
  for (const [name, value] of Object.entries(payload)) {
    if (OWN.has(name) || value === null || value === '') continue;
    additional.set(name.startsWith('_') ? name.slice(1) : name, value);
  }
  return additional;
}

function metaOf(
  { level, facility }: Payload,
  additional: ReadonlyMap<string, unknown>,
  time: string | undefined,
  host: string | undefined,
): RecordMeta | null {
  const ecs: [string, string][] = [];
  const fields: [string, string][] = [];
  for (const [name, value] of additional) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const place = ECS_NAMES.get(name);
    if (place === undefined) fields.push([name, text]);
    else ecs.push([place, text]);
  }
  const severity = LEVELS[Number(level ?? Number.NaN)];
  if (severity !== undefined) ecs.push(['log.level', severity]);
  if (typeof facility === 'string' && facility !== '') fields.push(['facility', facility]);
  const program = programOf((name) => additional.get(name));
  const meta = {
    ...(program === undefined ? {} : { program }),
    ...(time === undefined ? {} : { time }),
    ...(host === undefined ? {} : { host }),
    ...(ecs.length === 0 ? {} : { ecs: Object.fromEntries(ecs) }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
  };
  return Object.keys(meta).length === 0 ? null : meta;
}

/** Last second that ISO 8601 writes with four digits for the year. */
const MAX_SECONDS = 253_402_300_799;

/** Seconds since the epoch with a fraction, as a number or as text. */
function timeOf(timestamp: unknown): string | undefined {
  const seconds = typeof timestamp === 'number' || typeof timestamp === 'string' ? Number(timestamp) : Number.NaN;
  return seconds > 0 && seconds <= MAX_SECONDS ? new Date(Math.round(seconds * 1000)).toISOString() : undefined;
}
