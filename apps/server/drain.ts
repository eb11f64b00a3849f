import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a stop waits for accepted events to be stored; what is left is on the bus and comes next time. */
const DRAIN_MS = 20_000;
const DRAIN_CHECK_MS = 20;

/**
 * Waits until nothing is left, nobody works on it any more, or the time is up.
 *
 * @param steadyMs milliseconds of a clock that nobody sets: one that is set ahead must not cut the wait short
 */
export async function drain(
  left: () => number,
  hasEnded: () => boolean,
  steadyMs: () => number = () => performance.now(),
): Promise<void> {
  const until = steadyMs() + DRAIN_MS;
  while (left() > 0 && !hasEnded() && steadyMs() < until) await sleep(DRAIN_CHECK_MS);
}
