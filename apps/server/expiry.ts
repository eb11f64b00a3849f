import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventStore } from '@haechi/platform/store/ports.ts';
import type { Logger } from 'pino';
import { ClockTrust, type Trust } from './clock-trust.ts';
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
  readonly log: Logger;
  readonly now: () => number;
}

/** Deletion that goes on. */
interface RunningExpiry {
  /** Wall clock when it was trusted last, milliseconds since the epoch; 0 where it never was. */
  readonly seenMs: () => number;
  stop(): Promise<void>;
}

/**
 * Deletes what has been kept long enough, as of the last midnight UTC: rows of a part go together, and a part is written
 * anew once a day at the most. While the clock cannot be trusted nothing is deleted: that costs room, not events.
 */
export function startExpiry({ events, claim, dataFolder, log, now }: ExpiryParts): RunningExpiry {
  const file = path.join(dataFolder, 'clock-seen');
  const before = seen(file);
  let seenMs = before ?? 0;
  const trust = new ClockTrust(before, now(), performance.now());
  let last: Trust = 'trusted';
  let looks = 0;
  const look = async (): Promise<void> => {
    const wallMs = now();
    const said = trust.look(wallMs, performance.now());
    if (said === 'leapt' && last !== 'leapt')
      log.warn('the clock leapt: nothing is deleted until it is back, or has gone on evenly for a day');
    last = said;
    if (said !== 'trusted') return;
    seenMs = wallMs;
    try {
      writeFileSync(file, new Date(wallMs).toISOString());
      if (looks++ % LOOKS_A_DELETION === 0 && (await claim('expiry', CLAIM_MS)))
        await events.expire(Math.floor(wallMs / DAY_MS) * DAY_MS);
    } catch (error) {
      log.error({ err: error }, 'what is past its time could not be deleted; trying again');
    }
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS);
  return {
    seenMs: () => seenMs,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** When the clock was trusted last, milliseconds since the epoch. */
function seen(file: string): number | undefined {
  try {
    const ms = Date.parse(readFileSync(file, 'utf8'));
    return Number.isNaN(ms) ? undefined : ms;
  } catch {
    return undefined;
  }
}
