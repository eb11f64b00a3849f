import { HaechiError } from '@haechi/event';
import type { Bus, IntakeBatch } from '../store/ports.ts';

/**
 * Publishes a batch; in halves where the bus takes no message so long, as NATS takes 1 MiB unless it is told otherwise
 * (`max_payload`). A half that fails fails the batch: what was published is sent again, like that of other batches.
 *
 * @returns the position of its last part
 * @throws HaechiError as `Bus.publish`; `batch_too_large` for a single record that is too long
 */
export async function publishBatch(bus: Pick<Bus, 'publish'>, batch: Omit<IntakeBatch, 'position'>): Promise<number> {
  try {
    return await bus.publish(batch);
  } catch (error) {
    const { records, meta, ...envelope } = batch;
    const isTooLarge = error instanceof HaechiError && error.code === 'batch_too_large';
    if (!isTooLarge || records.length < 2) throw error;
    const middle = records.length >> 1;
    const part = (from: number, to: number): Promise<number> =>
      publishBatch(bus, {
        ...envelope,
        records: records.slice(from, to),
        ...(meta === undefined ? {} : { meta: meta.slice(from, to) }),
      });
    await part(0, middle);
    return part(middle, records.length);
  }
}
