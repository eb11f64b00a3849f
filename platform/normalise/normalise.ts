import type { Decoded, EcsEvent, Reject } from '@haechi/event';
import { openDecoding, type Sink } from '@haechi/formats';
import type { DeadLetter, EventRow, IntakeBatch, RecordMeta } from '../store/ports.ts';

/** A batch after decoding: rows for the store, and what could not be decoded with its reason. */
export interface NormalisedBatch {
  readonly rows: EventRow[];
  readonly dead: DeadLetter[];
}

/**
 * Decodes one intake batch. Pure: the same batch gives the same rows with the same ids, however often it is replayed
 * (docs/adr/0002). Lines of one record are joined inside the batch.
 *
 * @param busId name of the bus the batch came over, the first part of each id
 */
export function normaliseBatch(batch: IntakeBatch, busId: string): NormalisedBatch {
  const rows: EventRow[] = [];
  const dead: DeadLetter[] = [];
  const idOf = (record: number): string => `${busId}.${batch.position}.${record}`;
  const sink: Sink = {
    event(decoded) {
      rows.push(toRow(batch, decoded, idOf(decoded.record)));
    },
    reject(reject) {
      dead.push(toDeadLetter(batch, reject, idOf(reject.record)));
    },
  };
  const decoding = openDecoding({
    timeZone: batch.timeZone,
    now: Date.parse(batch.received),
    ...(batch.format === '' ? {} : { format: batch.format }),
  });
  for (const [index, record] of batch.records.entries()) {
    try {
      decoding.line(record, index + 1, sink);
    } catch {
      // A fault in a decoder must not hold up the stream: the record is kept and can be replayed once it is mended.
      sink.reject({ record: index + 1, reason: 'decoder_fault', raw: record });
    }
  }
  decoding.flush(sink);
  return { rows, dead };
}

function toRow(batch: IntakeBatch, decoded: Decoded, id: string): EventRow {
  const meta = batch.meta?.[decoded.record - 1];
  if (meta !== null && meta !== undefined) complete(decoded.event, meta);
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
function complete(event: EcsEvent, meta: RecordMeta): void {
  if (meta.time !== undefined) event['@timestamp'] = meta.time;
  if (meta.host !== undefined) (event.host ??= {}).name ??= meta.host;
  if (meta.fields !== undefined) event.labels = { ...meta.fields, ...event.labels };
}
