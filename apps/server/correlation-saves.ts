import { setTimeout as sleep } from 'node:timers/promises';
import type { Processor, TakenStates } from '@haechi/platform/processing/processor.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';

/** Milliseconds between two saves at the least: what a crash costs of half-full windows. */
const EVERY_MS = 2_000;
/** A save that took long is followed by a pause of so many times as long, up to `LONGEST_MS`. */
const PAUSE_TIMES = 50;
const LONGEST_MS = 60_000;
/** Milliseconds that a move of tenants to another process waits for a save. */
const MOMENT_MS = 2_000;
/** Tenants whose windows are read at once; each has 16 MiB at the most. */
const READ_TENANTS = 8;

/** What saving and restoring work on. */
export interface CorrelationParts {
  readonly state: Pick<StateStore, 'correlationStates'>;
  readonly processor: Pick<Processor, 'correlationStates' | 'restoreCorrelations'>;
  /** Whether this process works on a tenant, and not another one: what it says of others is not kept. Default: on all. */
  readonly isOwn?: (tenant: string) => boolean;
  readonly log: Logger;
}

/**
 * Gives the windows of the last run, or of the process that worked on a tenant before, to the processor; those that
 * cannot be read are left out, and the log says so.
 */
export async function restoreCorrelations(
  { state, processor, log }: Omit<CorrelationParts, 'isOwn'>,
  isOf: (tenant: string) => boolean = () => true,
): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const states = await state.correlationStates.after(after, READ_TENANTS);
    const wanted = states.filter(({ tenant }) => isOf(tenant));
    for (const refused of await processor.restoreCorrelations(wanted))
      log.error(refused, 'the open windows of a tenant could not be taken up');
    after = states.at(-1)?.tenant;
  }
}

/** Saves that are under way. */
export interface CorrelationSaves {
  /** Tells how many rounds are stored since the start. */
  readonly reached: (rounds: number) => void;
  /** Saves what has changed now, as far as it is stored within a moment. */
  readonly save: () => Promise<void>;
  /** Saves what has changed, once more; to be called when the pipeline has ended. */
  stop(): Promise<void>;
}

/**
 * Saves the windows of correlations where they changed, again and again, until stopped. Windows are saved once all that
 * they counted is stored with its findings; a save that fails is tried again and holds up nothing.
 */
export function startCorrelationSaves({
  state,
  processor,
  log,
  isOwn = () => true,
}: CorrelationParts): CorrelationSaves {
  const stopping = new AbortController();
  let stored = 0;
  let wake = (): void => undefined;
  /** Taken from the processor and not saved yet. */
  let taken: TakenStates | undefined;

  const isStored = async (rounds: number): Promise<boolean> => {
    while (stored < rounds && !stopping.signal.aborted)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return stored >= rounds;
  };

  /** Answers the milliseconds that it worked. */
  const save = async (): Promise<number> => {
    let workedMs = 0;
    for (let hasMore = true; hasMore; ) {
      const began = performance.now();
      taken ??= await processor.correlationStates();
      const { states, rounds, leftOut } = taken;
      ({ hasMore } = taken);
      workedMs += performance.now() - began;
      if (states.length > 0) {
        if (!(await isStored(rounds))) break;
        const from = performance.now();
        const own = states.filter(({ tenant }) => isOwn(tenant));
        await state.correlationStates.save(own.filter(({ body }) => body.length > 0));
        await state.correlationStates.remove(own.filter(({ body }) => body.length === 0).map(({ tenant }) => tenant));
        workedMs += performance.now() - from;
      }
      if (leftOut > 0) log.warn({ windows: leftOut }, 'open windows of correlations were not saved for want of room');
      taken = undefined;
    }
    return workedMs;
  };

  let saving: Promise<number> = Promise.resolve(0);
  /** One save after the other. */
  const trySave = (): Promise<number> =>
    (saving = saving.then(save).catch((error: unknown) => {
      log.error({ err: error }, 'open windows of correlations could not be saved; trying again');
      return 0;
    }));

  const run = async (): Promise<void> => {
    let pauseMs = EVERY_MS;
    while (!stopping.signal.aborted) {
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) break;
      pauseMs = Math.min(Math.max(EVERY_MS, PAUSE_TIMES * (await trySave())), LONGEST_MS);
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
    async stop() {
      stopping.abort();
      wake();
      await ended;
    },
  };
}
