import type { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';

/** Milliseconds between two writes. */
const EVERY_MS = 10_000;

/** What is written down from time to time. */
export interface BookkeepingParts {
  readonly state: StateStore;
  readonly counters: IntakeCounters;
  /** Where there are rules. */
  readonly processor: Pick<Processor, 'takeActivity'> | undefined;
  /** Reads what tenants may send, and sent in other processes. */
  readonly allowancesChanged: () => Promise<void>;
  readonly log: Logger;
  readonly now: () => number;
}

/** Writes intake counts and rule activity to the state, reads what tenants may send, and sweeps expired sessions, until stopped. */
export function startBookkeeping(parts: BookkeepingParts): { stop: () => Promise<void> } {
  const { state, counters, processor, log, now, allowancesChanged } = parts;
  const write = async (): Promise<void> => {
    try {
      await counters.flush();
      await allowancesChanged();
      const activity = (await processor?.takeActivity()) ?? [];
      if (activity.length > 0) await state.ruleStats.add(activity);
      await state.sessions.sweep(new Date(now()).toISOString());
    } catch (error) {
      log.error({ err: error }, 'counts could not be written; trying again');
    }
  };
  let writing = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}
