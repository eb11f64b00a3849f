import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchOnBus } from '../ports.ts';
import { type IntakeStream, PAUSE_MS } from './stream.ts';
import { partSubject } from './subjects.ts';
import type { Tenancy } from './tenancy.ts';

/** Messages of a part that are fetched before they are asked for. */
const AHEAD = 64;

/**
 * Reads a part from where it is stored, in order and whole, until the tenancy ends.
 *
 * @param put resolves when there is room for more
 */
export async function readPart(
  stream: IntakeStream,
  tenancy: Tenancy,
  put: (batch: BatchOnBus) => Promise<void>,
): Promise<void> {
  const subject = partSubject(stream.name, tenancy.partition);
  const { signal } = tenancy.reading;
  while (!signal.aborted && !stream.isClosed) {
    try {
      let delivered = 0;
      for await (const message of stream.messagesFrom(tenancy.next, signal, AHEAD, subject)) {
        const { deliverySequence, pending } = message.info;
        // Positions of a part have gaps; what one consumer delivers has none. The first one of a consumer may be behind
        // what another one had fetched and not given.
        const isNext = delivered > 0 && deliverySequence === delivered + 1;
        delivered = deliverySequence;
        if (signal.aborted) return;
        if (message.seq < tenancy.next) continue;
        if (!isNext && ((await stream.next(subject, tenancy.next)) ?? message.seq) < message.seq) break;
        tenancy.next = message.seq + 1;
        tenancy.ahead = pending;
        const batch = { position: message.seq, payload: message.data };
        await put(message.seq > tenancy.lastBefore ? batch : { ...batch, redelivered: true });
      }
    } catch {
      // Without a leader there is no consumer to be had; anything else would come again as well.
    }
    if (!signal.aborted) await sleep(PAUSE_MS);
  }
}
