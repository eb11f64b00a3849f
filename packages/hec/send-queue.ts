import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, type HecTarget, post } from './post.ts';

/** Where events wait until they are delivered; `@haechi/spool` is one. */
export interface Queue {
  consume(signal: AbortSignal): AsyncGenerator<{ readonly position: number; readonly payload: Buffer }>;
  checkpoint(position: number): Promise<void>;
}

/** Told of what happens on the way. */
export interface SenderReport {
  readonly delivered: (events: number) => void;
  /** An event that the collector will never take: it is given up. */
  readonly givenUp: (reason: string, event: string) => void;
  /** The collector cannot be reached or does not take events now; they stay in the queue. */
  readonly waiting: (reason: string, ms: number) => void;
}

/** Bytes and events of one request; collectors take 1 MB at the least. */
const REQUEST_BYTES = 800_000;
const REQUEST_EVENTS = 1_000;
/** Milliseconds that an event waits for company. */
const GATHER_MS = 200;
const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 60_000;

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

async function deliver(
  all: readonly string[],
  target: HecTarget,
  report: SenderReport,
  signal: AbortSignal,
): Promise<void> {
  const groups = [all];
  let waitMs = FIRST_WAIT_MS;
  while (groups.length > 0 && !signal.aborted) {
    const events = groups.shift() as readonly string[];
    const delivery = await post(target, events, signal);
    const [left, wait] = settle(events, delivery, report);
    groups.unshift(...left);
    if (wait === undefined) {
      waitMs = FIRST_WAIT_MS;
      continue;
    }
    if (signal.aborted) return;
    // Half fixed, half random: many senders do not come back together.
    const ms = wait.afterMs ?? waitMs / 2 + (Math.random() * waitMs) / 2;
    waitMs = Math.min(waitMs * 2, MOST_WAIT_MS);
    report.waiting(wait.reason, ms);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
}

type Wait = { readonly afterMs: number | undefined; readonly reason: string } | undefined;

/** What is left to send after an answer, and whether to wait first. */
function settle(
  events: readonly string[],
  delivery: Delivery,
  report: SenderReport,
): readonly [left: readonly (readonly string[])[], wait: Wait] {
  if (delivery.kind === 'taken') {
    report.delivered(events.length);
    return [[], undefined];
  }
  if (delivery.kind === 'later') return [[events], delivery];
  if (delivery.kind === 'denied') return [[events], { afterMs: MOST_WAIT_MS, reason: delivery.reason }];
  if (delivery.kind === 'refused' && delivery.event < events.length) {
    report.delivered(delivery.event);
    report.givenUp(delivery.reason, events[delivery.event] as string);
    const rest = events.slice(delivery.event + 1);
    return [rest.length === 0 ? [] : [rest], undefined];
  }
  if (events.length === 1) {
    report.givenUp(delivery.reason, events[0] as string);
    return [[], undefined];
  }
  const half = events.length >> 1;
  return [[events.slice(0, half), events.slice(half)], undefined];
}
