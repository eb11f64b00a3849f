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
/** Milliseconds that a move of tenants to another process waits for a save. */
const MOMENT_MS = 2_000;

export interface SaveParts {
  readonly state: Pick<StateStore, 'correlationStates' | 'settings'>;
  /** Where positions of all tenants come in order, so that one of them says how far all are saved. */
  readonly bus: Pick<Bus, 'id'> | undefined;
  /** Where they do not: says how far each part is stored; what it returns is called when the windows of that are saved. */
  readonly parts?: (() => () => Promise<void>) | undefined;
  readonly processor: Pick<Processor, 'correlationStates' | 'forget'>;
  /** Whether this process works on a tenant, and not another one: what it says of others is not kept. Default: on all. */
  readonly isOwn?: (tenant: string) => boolean;
  readonly log: Logger;
  readonly now: () => number;
}

/** Saves that are under way. */
export interface CorrelationSaves {
  /** Tells how many rounds are stored since the start. */
  readonly reached: (rounds: number) => void;
  /** Saves what has changed now, as far as it is stored within a moment: before another process takes it up. */
  save(): Promise<void>;
  /** Gives up the windows of tenants that are no more, in memory and where they are saved. */
  forget(tenants: readonly string[]): Promise<void>;
  /** Saves what has changed, once more; to be called when the pipeline has ended. */
  stop(): Promise<void>;
}

/**
 * Saves the windows of correlations where they changed, again and again, until stopped. Windows are saved once all that
 * they counted is stored with its findings; a save that fails is tried again and holds up nothing.
 */
export function startCorrelationSaves({
  state,
  bus,
  parts,
  processor,
  log,
  now,
  isOwn = () => true,
}: SaveParts): CorrelationSaves {
  const stopping = new AbortController();
  let stored = 0;
  /** Position up to which the windows of all tenants are saved. */
  let marked = Number.NEGATIVE_INFINITY;
  let wake = (): void => undefined;
  /** Taken from the processor and not saved yet. */
  let taken: TakenStates | undefined;
  let mark: (() => Promise<void>) | undefined;
  /** Tenants that were forgotten while a save with them may be under way. */
  const gone = new Set<string>();

  const isStored = async (rounds: number): Promise<boolean> => {
    while (stored < rounds && !stopping.signal.aborted)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return stored >= rounds;
  };

  /** Answers the milliseconds for which it is to be left alone. */
  const save = async (): Promise<number> => {
    let pauseMs = 0;
    for (let hasMore = true; hasMore; ) {
      // What is stored before the windows are taken is counted in them.
      mark ??= parts?.();
      taken ??= await processor.correlationStates();
      const { states, rounds, position, leftOut, tookMs } = taken;
      ({ hasMore } = taken);
      pauseMs += PAUSE_TIMES * tookMs;
      if (states.length > 0) {
        if (!(await isStored(rounds))) break;
        const from = performance.now();
        const own = states.filter(({ tenant }) => isOwn(tenant));
        await state.correlationStates.save(own.filter(({ body }) => body.length > 0));
        const empty = own.filter(({ body }) => body.length === 0).map(({ tenant }) => tenant);
        await state.correlationStates.remove([...empty, ...gone]);
        pauseMs += WRITE_PAUSE_TIMES * (performance.now() - from);
      }
      if (leftOut > 0) log.warn({ windows: leftOut }, 'open windows of correlations were not saved for want of room');
      taken = undefined;
      gone.clear();
      if (hasMore) continue;
      await mark?.();
      mark = undefined;
      if (bus === undefined || position <= marked || stored < rounds) continue;
      await setMark(state, { bus: bus.id, position, set: new Date(now()).toISOString() });
      marked = position;
    }
    return pauseMs;
  };

  let saving: Promise<number> = Promise.resolve(0);
  /** One save after the other. */
  const trySave = (): Promise<number> =>
    (saving = saving.then(save).catch((error: unknown) => {
      log.error({ err: error }, 'open windows of correlations could not be saved; trying again');
      return 0;
    }));

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
    reached(rounds) {
      stored = rounds;
      wake();
    },
    async save() {
      await Promise.race([trySave(), sleep(MOMENT_MS, undefined, { ref: false })]);
    },
    async forget(tenants) {
      for (const tenant of tenants) gone.add(tenant);
      await processor.forget(tenants);
      await state.correlationStates.remove(tenants);
    },
    async stop() {
      stopping.abort();
      wake();
      await ended;
    },
  };
}
