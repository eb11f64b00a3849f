import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between tries of a step that failed; the last is repeated. */
const RETRY_MS = [100, 200, 400, 800, 1_600, 3_200, 5_000] as const;

/** Hears of a step that failed and is going to be tried again. */
export type FaultListener = (error: unknown, attempt: number) => void;

/**
 * Does the steps in order, each tried again until it succeeds: a store that is away for a while holds events back and
 * loses none. A step hears which try it is, for those that must not be done twice.
 *
 * @returns false when `signal` aborted while a step was failing; nothing after that step was done
 */
export async function untilDone(
  onFault: FaultListener,
  signal: AbortSignal,
  steps: readonly ((attempt: number) => Promise<void>)[],
): Promise<boolean> {
  for (const step of steps) {
    for (let attempt = 1; ; attempt++) {
      try {
        await step(attempt);
        break;
      } catch (error) {
        onFault(error, attempt);
        if (signal.aborted) return false;
        await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length) - 1], undefined, { signal }).catch(() => undefined);
      }
    }
  }
  return true;
}
