import { setTimeout as sleep } from 'node:timers/promises';
import type { Processor, TakenStates } from '@haechi/platform/processing/processor.ts';
import type { Bus } from '@haechi/platform/store/ports.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';
import { setMark } from './correlation-mark.ts';

/** Milliseconds between two saves at the least: of what came since, a start after a crash counts the events again. */
const EVERY_MS = 2_000;
/** Windows that took long to take are left alone for so many times as long, up to `LONGEST_MS`: rounds waited for it. */
const PAUSE_TIMES = 50;
/** The same for writing them, for which nobody waits. */
const WRITE_PAUSE_TIMES = 10;
const LONGEST_MS = 30_000;

export interface SaveParts {
  readonly state: Pick<StateStore, 'correlationStates' | 'settings'>;
  readonly bus: Pick<Bus, 'id' | 'resumeFrom'>;
  readonly processor: Pick<Processor, 'correlationStates' | 'forgetCorrelations'>;
  readonly log: Logger;
  readonly now: () => number;
}

/** Saves that are under way. */
export interface CorrelationSaves {
  /** Tells that everything up to a position is stored. */
  readonly reached: (position: number) => void;
  /** Gives up the windows of tenants that are no more, in memory and where they are saved. */
  forget(tenants: readonly string[]): Promise<void>;
  /** Saves what has changed, once more; to be called when the pipeline has ended. */
  stop(): Promise<void>;
}

/**
 * Saves the windows of correlations where they changed, again and again, until stopped. Windows are saved once all that
 * they counted is stored with its findings; a save that fails is tried again and holds up nothing.
 */
export function startCorrelationSaves({ state, bus, processor, log, now }: SaveParts): CorrelationSaves {
  const stopping = new AbortController();
  let stored = bus.resumeFrom() - 1;
  /** Position up to which the windows of all tenants are saved. */
  let marked = Number.NEGATIVE_INFINITY;
  let wake = (): void => undefined;
  /** Taken from the processor and not saved yet. */
  let taken: TakenStates | undefined;
  /** Tenants that were forgotten while a save with them may be under way. */
  const gone = new Set<string>();

  const isStored = async (position: number): Promise<boolean> => {
    while (stored < position && !stopping.signal.aborted)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return stored >= position;
  };

  /** Answers the milliseconds for which it is to be left alone. */
  const save = async (): Promise<number> => {
    let pauseMs = 0;
    for (let hasMore = true; hasMore; ) {
      taken ??= await processor.correlationStates();
      const { states, position, leftOut, tookMs } = taken;
      ({ hasMore } = taken);
      pauseMs += PAUSE_TIMES * tookMs;
      if (states.length > 0) {
        if (!(await isStored(position))) break;
        const from = performance.now();
        await state.correlationStates.save(states.filter(({ body }) => body.length > 0));
        const empty = states.filter(({ body }) => body.length === 0).map(({ tenant }) => tenant);
        await state.correlationStates.remove([...empty, ...gone]);
        pauseMs += WRITE_PAUSE_TIMES * (performance.now() - from);
      }
      if (leftOut > 0) log.warn({ windows: leftOut }, 'open windows of correlations were not saved for want of room');
      taken = undefined;
      gone.clear();
      if (hasMore || position <= marked || stored < position) continue;
      await setMark(state, { bus: bus.id, position, set: new Date(now()).toISOString() });
      marked = position;
    }
    return pauseMs;
  };

  const trySave = async (): Promise<number> => {
    try {
      return await save();
    } catch (error) {
      log.error({ err: error }, 'open windows of correlations could not be saved; trying again');
      return 0;
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const pauseMs = Math.min(Math.max(EVERY_MS, await trySave()), LONGEST_MS);
      if (!stopping.signal.aborted) await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    // What was taken before goes first; then what has changed since.
    if (taken !== undefined) await trySave();
    await trySave();
  };
  const ended = run();

  return {
    reached(position) {
      stored = Math.max(stored, position);
      wake();
    },
    async forget(tenants) {
      for (const tenant of tenants) gone.add(tenant);
      await processor.forgetCorrelations(tenants);
      await state.correlationStates.remove(tenants);
    },
    async stop() {
      stopping.abort();
      wake();
      await ended;
    },
  };
}
