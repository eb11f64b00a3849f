import { setTimeout as sleep } from 'node:timers/promises';
import { deliver, type SenderReport } from './deliver.ts';
import type { HecTarget } from './post.ts';

/** Where events wait until they are delivered; `@haechi/spool` is one. */
export interface Queue {
  consume(signal: AbortSignal): AsyncGenerator<{ readonly position: number; readonly payload: Buffer }>;
  checkpoint(position: number): Promise<void>;
}

/** Bytes and events of one request; collectors take 1 MB at the least. */
const REQUEST_BYTES = 800_000;
const REQUEST_EVENTS = 1_000;
/** Milliseconds that an event waits for company. */
const GATHER_MS = 200;

/**
 * Delivers what is in a queue, in order, until `signal` aborts. Each payload is one HEC envelope. What was delivered is
 * checkpointed; after a crash the last request is sent again, so events need an `_id` field to be stored once.
 */
export async function sendQueue(
  queue: Queue,
  target: HecTarget,
  report: SenderReport,
  signal: AbortSignal,
): Promise<void> {
  for await (const { events, last } of gathered(queue, signal)) {
    await deliver(events, target, report, signal);
    if (signal.aborted) return;
    await queue.checkpoint(last);
  }
}

async function* gathered(
  queue: Queue,
  signal: AbortSignal,
): AsyncGenerator<{ readonly events: string[]; readonly last: number }> {
  const source = queue.consume(signal);
  let next = source.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done === true) return;
      const events = [first.value.payload.toString('utf8')];
      let bytes = first.value.payload.length;
      let last = first.value.position;
      next = source.next();
      const until = sleep(GATHER_MS, undefined);
      while (bytes < REQUEST_BYTES && events.length < REQUEST_EVENTS) {
        const more = await Promise.race([next, until]);
        if (more === undefined || more.done === true) break;
        events.push(more.value.payload.toString('utf8'));
        bytes += more.value.payload.length;
        last = more.value.position;
        next = source.next();
      }
      yield { events, last };
    }
  } finally {
    // The queue may hold a file open for its consumer.
    next.catch(() => undefined);
    await source.return(undefined);
  }
}
