import type { FeedNetwork } from '@haechi/platform/feeds/feed.ts';
import { pollFeed } from '@haechi/platform/feeds/poll-feed.ts';
import type { Sealer } from '@haechi/platform/store/sealer.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';
import type { Claim } from './one-at-a-time.ts';

/** Milliseconds between two looks for feeds that are due. */
const EVERY_MS = 5_000;
/** Milliseconds for which polling is this process's: longer than a feed takes. */
const CLAIM_MS = 5 * 60_000;

/** What feeds are polled with. */
export interface FeedPollerParts {
  readonly state: StateStore;
  readonly claim: Claim;
  readonly sealer: Sealer;
  readonly network: FeedNetwork;
  /** Has the pipeline take up changed lists. */
  readonly intelChanged: () => Promise<void>;
  readonly log: Logger;
  readonly now: () => number;
}

/** Polls feeds in the background. */
export interface FeedPoller {
  /** Looks for feeds that are due now, not only when it is time. */
  wake(): void;
  /** Gives up what is under way; it is due again. */
  stop(): Promise<void>;
}

/** Polls the feeds of all tenants that are due, one after another, until stopped. */
export function startFeedPoller({
  state,
  claim,
  sealer,
  network,
  intelChanged,
  log,
  now,
}: FeedPollerParts): FeedPoller {
  const stopping = new AbortController();
  const deps = {
    state,
    sealer,
    network,
    now,
    random: Math.random,
    onFault: (error: unknown, { tenant, name }: { tenant: string; name: string }) =>
      log.error({ err: error, tenant, feed: name }, 'a feed could not be polled'),
  };
  const round = async (): Promise<void> => {
    try {
      for (const feed of await state.intelFeeds.due(new Date(now()).toISOString())) {
        if (stopping.signal.aborted || !(await claim('feeds', CLAIM_MS))) return;
        // A store that does not answer fails this feed, not those behind it.
        const changed = await pollFeed(feed, deps, stopping.signal).catch((error: unknown) => {
          deps.onFault(error, feed);
          return false;
        });
        if (changed) await intelChanged();
      }
    } catch (error) {
      log.error({ err: error }, 'feeds could not be looked up; trying again');
    }
  };
  let rounds = Promise.resolve();
  let waiting = 0;
  const wake = (): void => {
    // One more round behind the one that runs sees all that became due meanwhile.
    if (waiting > 1 || stopping.signal.aborted) return;
    waiting++;
    rounds = rounds.then(round).finally(() => waiting--);
  };
  const timer = setInterval(wake, EVERY_MS);
  wake();
  return {
    wake,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await rounds;
    },
  };
}
