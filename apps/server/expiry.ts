import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventStore } from '@haechi/platform/store/ports.ts';
import type { Logger } from 'pino';
import { ClockTrust, type Doubted, type Trust } from './clock-trust.ts';
import type { Claim } from './one-at-a-time.ts';

/** Milliseconds between two looks at the clock. */
const LOOK_MS = 60_000;
/** Looks between two deletions. */
const LOOKS_A_DELETION = 60;
/** Milliseconds for which deleting is this process's: until it looks again, and a little. */
const CLAIM_MS = 2 * LOOKS_A_DELETION * LOOK_MS;
const DAY_MS = 86_400_000;

/** What deletes on time. */
export interface ExpiryParts {
  readonly events: Pick<EventStore, 'expire'>;
  readonly claim: Claim;
  readonly dataFolder: string;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly now: () => number;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs?: () => number;
}

/** Deletion that goes on. */
interface RunningExpiry {
  /** Wall clock when it was trusted last, milliseconds since the epoch; 0 where it never was. */
  readonly seenMs: () => number;
  stop(): Promise<void>;
}

/** Looks at the clock, and deletes when it is time to. */
interface Expiry extends Pick<RunningExpiry, 'seenMs'> {
  /** To be called about every minute. */
  look(): Promise<void>;
}

/**
 * Deletes what has been kept long enough, as of the last midnight UTC: rows of a part go together, and a part is written
 * anew once a day at the most. While the clock cannot be trusted nothing is deleted: that costs room, not events.
 */
export function startExpiry(parts: ExpiryParts): RunningExpiry {
  const { look, seenMs } = openExpiry(parts);
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS);
  return {
    seenMs,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Without a timer of its own. */
export function openExpiry({
  events,
  claim,
  dataFolder,
  log,
  now,
  steadyMs = () => performance.now(),
}: ExpiryParts): Expiry {
  const seenFile = path.join(dataFolder, 'clock-seen');
  const doubtFile = path.join(dataFolder, 'clock-doubted');
  const before = readSeen(seenFile);
  let seenMs = before ?? 0;
  const trust = new ClockTrust(before, now(), steadyMs(), readDoubted(doubtFile));
  let last: Trust | undefined;
  let looks = 0;
  const note = (said: Trust, wallMs: number): void => {
    if (said !== 'trusted') {
      writeFileSync(doubtFile, JSON.stringify(trust.doubted));
      return;
    }
    if (last !== 'trusted') rmSync(doubtFile, { force: true });
    writeFileSync(seenFile, new Date(wallMs).toISOString());
  };
  return {
    seenMs: () => seenMs,
    async look() {
      const wallMs = now();
      const said = trust.look(wallMs, steadyMs());
      if (said === 'leapt' && last !== 'leapt')
        log.warn('the clock leapt: nothing is deleted until it is back, or has gone on evenly for a day');
      if (said === 'trusted') seenMs = wallMs;
      try {
        note(said, wallMs);
        last = said;
        if (said === 'trusted' && looks++ % LOOKS_A_DELETION === 0 && (await claim('expiry', CLAIM_MS)))
          await events.expire(Math.floor(wallMs / DAY_MS) * DAY_MS);
      } catch (error) {
        log.error({ err: error }, 'what is past its time could not be deleted; trying again');
      }
    },
  };
}

/** When the clock was trusted last, milliseconds since the epoch. */
function readSeen(file: string): number | undefined {
  try {
    const ms = Date.parse(readFileSync(file, 'utf8'));
    return Number.isNaN(ms) ? undefined : ms;
  } catch {
    return undefined;
  }
}

/** The doubt of an earlier run that did not end before that run did. */
function readDoubted(file: string): Doubted | undefined {
  try {
    const { wallMs, evenMs } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Doubted>;
    return Number.isFinite(wallMs) && Number.isFinite(evenMs) ? ({ wallMs, evenMs } as Doubted) : undefined;
  } catch {
    return undefined;
  }
}
