import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, type HecTarget, post } from './post.ts';

/** Told of what happens on the way. */
export interface SenderReport {
  readonly delivered: (events: number) => void;
  /** An event that the collector will never take: it is given up. */
  readonly givenUp: (reason: string, event: string) => void;
  /** The collector cannot be reached or does not take events now; they stay in the queue. */
  readonly waiting: (reason: string, ms: number) => void;
  /** The token is wrong or switched off; what this throws ends the sending, else it is tried again after a while. */
  readonly denied?: (reason: string) => void;
}

const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 60_000;

/**
 * Delivers events in order: waits while the collector is away or busy, halves what is too large, and gives up single
 * events that are refused for good. Ends early when `signal` aborts; then nothing is known of what was left.
 *
 * @param all HEC envelopes, each as JSON text
 */
export async function deliver(
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
  if (delivery.kind === 'denied') report.denied?.(delivery.reason);
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
