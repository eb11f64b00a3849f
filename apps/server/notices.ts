import { setTimeout as sleep } from 'node:timers/promises';
import type { Words } from '@haechi/platform/store/words.ts';
import { isTenantPath } from '@haechi/platform/tenancy/scope.ts';
import type { Logger } from 'pino';

/** What was changed in the state, for every process that goes by it. */
export interface Changes {
  readonly rules: () => Promise<void>;
  readonly intel: () => Promise<void>;
  readonly parsers: () => Promise<void>;
  readonly allowances: () => Promise<void>;
  /** Assets and users of a tenant; of all tenants without one. */
  readonly inventory: (tenant?: string) => Promise<void>;
}

/** How often a change is tried to be taken up while the state is away, and milliseconds between. */
const TRIES = 100;
const PAUSE_MS = 5_000;

type Subject = keyof Changes;
const SUBJECTS: readonly Subject[] = ['rules', 'intel', 'parsers', 'allowances', 'inventory'];

interface Notice {
  readonly changed: Subject;
  readonly tenant?: string;
}

/**
 * Tells other processes of changes made here, and takes up those made there. After words may have been lost, everything is
 * read anew.
 *
 * @param takeUp reads a change into this process
 * @returns to be called after a change: takes it up here, and tells the others
 */
export function sharedChanges(words: Words, takeUp: Changes, log: Logger): Changes {
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        await work();
        return;
      } catch (error) {
        log.error({ err: error }, 'a change of another process could not be taken up; trying again');
        await sleep(PAUSE_MS, undefined, { ref: false });
      }
    }
  };
  words.hear('notice', (word) => {
    const notice = readNotice(word);
    if (notice?.changed === 'inventory') void attempt(() => takeUp.inventory(notice.tenant));
    else if (notice !== undefined) void attempt(takeUp[notice.changed]);
  });
  words.onGap(() => {
    for (const subject of SUBJECTS) void attempt(() => takeUp[subject]());
  });
  const tell = (notice: Notice): void => words.say('notice', notice);
  // A change that could not be taken up here is in force elsewhere all the same.
  const both = (subject: Exclude<Subject, 'inventory'>) => async (): Promise<void> => {
    tell({ changed: subject });
    await takeUp[subject]();
  };
  return {
    rules: both('rules'),
    intel: both('intel'),
    parsers: both('parsers'),
    allowances: both('allowances'),
    inventory: async (tenant) => {
      tell({ changed: 'inventory', ...(tenant === undefined ? {} : { tenant }) });
      await takeUp.inventory(tenant);
    },
  };
}

/** A notice as another process said it; anything else is none. */
export function readNotice(word: unknown): Notice | undefined {
  if (typeof word !== 'object' || word === null) return undefined;
  const { changed, tenant } = word as Record<string, unknown>;
  const subject = SUBJECTS.find((each) => each === changed);
  if (subject === undefined) return undefined;
  return typeof tenant === 'string' && isTenantPath(tenant) ? { changed: subject, tenant } : { changed: subject };
}
