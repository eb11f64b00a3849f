import { HaechiError } from '@haechi/event';
import type { Bus, IntakeBatch, RecordMeta } from '../store/ports.ts';

/** Where a batch is on the bus, and how much of it was not taken as it is. */
export interface Published {
  /** Of its last part. */
  readonly position: number;
  /** Records that were too long for a message: their beginnings become dead letters. */
  readonly cut: number;
}

/**
 * Publishes a batch; in halves where the bus takes no message so long, as NATS takes 1 MiB unless it is told otherwise
 * (`max_payload`). A single record that is too long loses its end and becomes a dead letter: nobody could send it again in
 * smaller pieces. A half that fails fails the batch: what was published is sent again, like that of other batches.
 *
 * @throws HaechiError as `Bus.publish`; `batch_too_large` where what is said beside the records is too long by itself
 */
export async function publishBatch(
  bus: Pick<Bus, 'publish'>,
  batch: Omit<IntakeBatch, 'position'>,
): Promise<Published> {
  try {
    return { position: await bus.publish(batch), cut: 0 };
  } catch (error) {
    if (!(error instanceof HaechiError) || error.code !== 'batch_too_large') throw error;
    const { records, meta, ...envelope } = batch;
    if (records.length === 1 && records[0] !== '') {
      const shorter = { ...envelope, records: [halfOf(records[0]!)], meta: [withoutFields(meta?.[0])] };
      return { ...(await publishBatch(bus, shorter)), cut: meta?.[0]?.rejected === undefined ? 1 : 0 };
    }
    if (records.length < 2) throw error;
    const middle = records.length >> 1;
    const part = (from: number, to: number): Promise<Published> =>
      publishBatch(bus, {
        ...envelope,
        records: records.slice(from, to),
        ...(meta === undefined ? {} : { meta: meta.slice(from, to) }),
      });
    const first = await part(0, middle);
    const last = await part(middle, records.length);
    return { position: last.position, cut: first.cut + last.cut };
  }
}

/** The first half, not cut within a character. */
function halfOf(record: string): string {
  return record.slice(0, record.length >> 1).replace(/[\ud800-\udbff]$/, '');
}

/** What is said beside a dead letter, but for what may be as long as a record. */
function withoutFields(meta: RecordMeta | null | undefined): RecordMeta {
  const { ecs: _, fields: __, ...said } = meta ?? {};
  return { ...said, rejected: said.rejected ?? 'record_too_long' };
}
