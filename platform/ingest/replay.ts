import { documentId } from '../store/document-id.ts';
import type { Bus, DeadLetter, RecordMeta } from '../store/ports.ts';
import { batchesOf } from './intake.ts';
import type { IngestLimits } from './limits.ts';
import { publishBatch } from './publish-batch.ts';

/** Reasons for which only the beginning of a record was kept: it would come back as something it never was. */
const CUT = new Set(['line_too_long', 'record_too_long']);

/** Whether a dead letter holds its record whole. */
export function isWhole({ reason }: DeadLetter): boolean {
  return !CUT.has(reason);
}

/**
 * Gives dead letters back to the pipeline, under the tenant, source and time that they had. What can be decoded now is
 * stored, once, however often it is replayed; the rest becomes a dead letter again, with the reason of today. Nothing is
 * counted: the records were, when they came in.
 *
 * @param format name of a decoder, or `''` to have each record recognised
 * @returns when they are on stable storage
 * @throws HaechiError `spool_full`, `spool_closed`
 */
export async function replay(
  letters: readonly DeadLetter[],
  format: string,
  bus: Pick<Bus, 'publish'>,
  limits: IngestLimits,
  now: number,
): Promise<void> {
  const groups = Map.groupBy(letters, ({ tenant, source }) => `${tenant} ${source}`);
  const batches = [...groups.values()].flatMap((group) => {
    const [first] = group as [DeadLetter, ...DeadLetter[]];
    const arrival = {
      tenant: first.tenant,
      source: first.source,
      format,
      timeZone: 'UTC',
      records: group.map(({ raw }) => raw),
      meta: group.map(metaOf),
    };
    return [...batchesOf(arrival, new Date(now).toISOString(), limits)];
  });
  await Promise.all(batches.map((batch) => publishBatch(bus, batch)));
}

function metaOf({ id, tenant, time }: DeadLetter): RecordMeta {
  return { time, id: documentId(tenant, 'dead_letters', id) };
}
