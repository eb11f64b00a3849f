import type { Decoded, EcsEvent, Reject } from '@haechi/event';
import { type Decoding, decoderNames, type FirstDecoder, openDecoding, type Sink, setEcs } from '@haechi/formats';
import type { ParserIndex } from '../parsers/parser-index.ts';
import type { DeadLetter, EventRow, IntakeBatch, RecordMeta } from '../store/ports.ts';

/** A batch after decoding: rows for the store, and what could not be decoded with its reason. */
export interface NormalisedBatch {
  readonly rows: EventRow[];
  readonly dead: DeadLetter[];
}

/** Records decoded before what they gave is handed on: what lives longer the collector has to copy. */
const RECORDS_AT_ONCE = 64;

/** A whole batch at once; see {@link normalise}. */
export function normaliseBatch(batch: IntakeBatch, busId: string, parsers?: ParserIndex): NormalisedBatch {
  const parts = [...normalise(batch, busId, parsers)];
  return { rows: parts.flatMap(({ rows }) => rows), dead: parts.flatMap(({ dead }) => dead) };
}

/**
 * Decodes one intake batch, a few records at a time. Pure: the same batch gives the same rows with the same ids, however often it is replayed
 * (docs/adr/0002). Lines of one record are joined inside the batch.
 *
 * @param busId name of the bus the batch came over, the first part of each id
 * @param parsers what tenants wrote themselves; asked before a format is detected
 */
export function* normalise(batch: IntakeBatch, busId: string, parsers?: ParserIndex): Generator<NormalisedBatch> {
  let rows: EventRow[] = [];
  let dead: DeadLetter[] = [];
  let last = 0;
  let within = 0;
  /** A record that carries several events (`{"Records": […]}`) numbers them: `7`, `7.1`, `7.2`. */
  const idOf = (record: number): string => {
    within = record === last ? within + 1 : 0;
    last = record;
    const first = batch.meta?.[record - 1]?.id ?? `${busId}.${batch.position}.${record}`;
    return within === 0 ? first : `${first}.${within}`;
  };
  const latest = latestOf(batch);
  const sink: Sink = {
    event(decoded) {
      rows.push(toRow(batch, decoded, idOf(decoded.record), latest));
    },
    reject(reject) {
      dead.push(toDeadLetter(batch, reject, idOf(reject.record)));
    },
  };
  const decoding = decodingOf(batch, parsers?.of(batch));
  for (const [index, record] of batch.records.entries()) {
    const { rejected, program } = batch.meta?.[index] ?? {};
    if (rejected !== undefined) {
      sink.reject({ record: index + 1, reason: rejected, raw: record });
      continue;
    }
    try {
      decoding.line(record, index + 1, sink, program);
    } catch {
      // A fault in a decoder must not hold up the stream: the record is kept and can be replayed once it is mended.
      sink.reject({ record: index + 1, reason: 'decoder_fault', raw: record });
    }
    if (rows.length + dead.length < RECORDS_AT_ONCE) continue;
    yield { rows, dead };
    rows = [];
    dead = [];
  }
  decoding.flush(sink);
  yield { rows, dead };
}

const DECODERS = new Set(decoderNames());

/** A format or zone that a sender made up must not hold up the stream: the format is then detected, the zone is UTC. */
function decodingOf(batch: IntakeBatch, first: FirstDecoder | undefined): Decoding {
  const options = {
    now: Date.parse(batch.received),
    ...(DECODERS.has(batch.format) ? { format: batch.format } : {}),
    ...(batch.head === undefined ? {} : { head: batch.head }),
    ...(first === undefined ? {} : { first }),
  };
  try {
    return openDecoding({ ...options, timeZone: batch.timeZone });
  } catch {
    return openDecoding(options);
  }
}

function toRow(batch: IntakeBatch, decoded: Decoded, id: string, latest: string): EventRow {
  const meta = batch.meta?.[decoded.record - 1];
  if (meta !== null && meta !== undefined) complete(decoded.event, meta, batch.received);
  if (decoded.event['@timestamp'] > latest) takeReceipt(decoded.event, batch.received);
  decoded.event.event.ingested = batch.received;
  return {
    id,
    tenant: batch.tenant,
    time: decoded.event['@timestamp'],
    ingested: batch.received,
    position: batch.position,
    decoder: decoded.decoder,
    source: meta?.source ?? batch.source,
    raw: decoded.raw,
    event: decoded.event,
    native: decoded.native,
    logsource: decoded.logsource,
  };
}

/**
 * Milliseconds by which an event's own time may lie ahead of its receipt: a wrong zone is less, and keeps its time. Splunk
 * draws the line at two days (`MAX_DAYS_HENCE`).
 */
const AHEAD_MS = 86_400_000;

function latestOf({ received }: IntakeBatch): string {
  const ms = Date.parse(received) + AHEAD_MS;
  return Number.isNaN(ms) ? '\uffff' : new Date(ms).toISOString();
}

/** An event of the future is found in no search of today: it takes the time of its receipt, and keeps what it said. */
function takeReceipt(event: EcsEvent, received: string): void {
  event.labels = { ...event.labels, stated_time: event['@timestamp'] };
  event.tags = [...(event.tags ?? []), 'clock_ahead'];
  event['@timestamp'] = received;
}

function toDeadLetter(batch: IntakeBatch, reject: Reject, id: string): DeadLetter {
  return {
    id,
    tenant: batch.tenant,
    time: batch.received,
    source: batch.source,
    reason: reject.reason,
    raw: reject.raw,
  };
}

/** What the sender said beside the record fills what the record itself left open. */
function complete(event: EcsEvent, meta: RecordMeta, received: string): void {
  // Decoders give the time of receipt to a record that has none of its own.
  const timeless = Date.parse(event['@timestamp']) === Date.parse(received);
  if (timeless && meta.time !== undefined) event['@timestamp'] = meta.time;
  if (meta.host !== undefined) (event.host ??= {}).name ??= meta.host;
  for (const name in meta.ecs) setEcs(event, name, meta.ecs[name]);
  if (meta.fields !== undefined) event.labels = { ...meta.fields, ...event.labels };
}
