import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventStore } from '@haechi/platform/store/ports.ts';
import type { Logger } from 'pino';
import { ClockTrust, type Trust } from './clock-trust.ts';

/** Milliseconds between two looks at the clock. */
const LOOK_MS = 60_000;
/** Looks between two deletions. */
const LOOKS_A_DELETION = 60;
const DAY_MS = 86_400_000;

/** What deletes on time. */
export interface ExpiryParts {
  readonly events: Pick<EventStore, 'expire'>;
  readonly dataFolder: string;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Deletes what has been kept long enough, as of the last midnight UTC: rows of a part go together, and a part is written
 * anew once a day at the most. While the clock cannot be trusted nothing is deleted: that costs room, not events.
 */
export function startExpiry({ events, dataFolder, log, now }: ExpiryParts): { stop: () => Promise<void> } {
  const file = path.join(dataFolder, 'clock-seen');
  const trust = new ClockTrust(seen(file), now(), performance.now());
  let before: Trust = 'trusted';
  let looks = 0;
  const look = async (): Promise<void> => {
    const wallMs = now();
    const said = trust.look(wallMs, performance.now());
    if (said === 'leapt' && before !== 'leapt')
      log.warn('the clock leapt: nothing is deleted until it is back, or has gone on evenly for a day');
    before = said;
    if (said !== 'trusted') return;
    try {
      writeFileSync(file, new Date(wallMs).toISOString());
      if (looks++ % LOOKS_A_DELETION === 0) await events.expire(Math.floor(wallMs / DAY_MS) * DAY_MS);
    } catch (error) {
      log.error({ err: error }, 'what is past its time could not be deleted; trying again');
    }
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_MS);
  return {
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
