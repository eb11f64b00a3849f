import type { Indicator } from '../enrich/indicator.ts';
import { ENRICH_LIMITS } from '../enrich/limits.ts';
import type { Sealer } from '../store/sealer.ts';
import type { PollOutcome, StateStore, StoredFeed } from '../store/state/index.ts';
import { scopeOf } from '../tenancy/scope.ts';
import { type FeedNetwork, reachOf } from './feed.ts';
import { FeedFault } from './feed-fault.ts';
import { FEED_LIMITS } from './limits.ts';
import { firstEnd, listChange, listOf, toRemember } from './list-of.ts';
import { type Merged, mergedFrom, mergePage } from './merge-objects.ts';
import { openCredential } from './sealed-credential.ts';
import { fetchCollection } from './taxii/fetch-collection.ts';

/** What a poll works with. */
export interface PollDeps {
  readonly state: StateStore;
  readonly sealer: Sealer;
  readonly network: FeedNetwork;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Told of faults that are our own. */
  readonly onFault: (error: unknown, feed: StoredFeed) => void;
}

/**
 * Asks a feed for what is new and writes down what came of it. A feed that cannot be read keeps the list that it has.
 *
 * @param signal ends it without a trace: it is due again
 * @returns whether the tenant's list is another one now
 */
export async function pollFeed(feed: StoredFeed, deps: PollDeps, signal: AbortSignal): Promise<boolean> {
  const scope = scopeOf(feed.tenant);
  const outcome = await read(feed, deps, signal).catch((error: unknown): PollOutcome => {
    if (!(error instanceof FeedFault)) deps.onFault(error, feed);
    const { code, retryAfterMs } =
      error instanceof FeedFault ? error : { code: 'feed_internal' as const, retryAfterMs: undefined };
    return { kind: 'failed', problem: code, ...timesOf(deps, retryMs(feed, retryAfterMs)) };
  });
  if (signal.aborted) return false;
  const written = await deps.state.intelFeeds.finish(scope, feed.name, feed.revision, outcome);
  return written && outcome.kind === 'read' && outcome.indicators !== undefined;
}

async function read(feed: StoredFeed, deps: PollDeps, signal: AbortSignal): Promise<PollOutcome> {
  const { state, sealer, network, now } = deps;
  const credential = await openCredential(sealer, feed);
  // Large feeds are large rows: they are read when something has come, and written when it was new.
  let known: { readonly before: readonly Indicator[]; readonly merged: Merged } | undefined;
  const load = async () => {
    const { held, indicators } = await state.intelFeeds.content(scopeOf(feed.tenant), feed.name);
    return { before: indicators, merged: mergedFrom(held) };
  };
  let taken = 0;
  const limited = AbortSignal.any([signal, AbortSignal.timeout(FEED_LIMITS.pollMs)]);
  const { url, collection } = feed;
  const from = { url, collection, credential, addedAfter: feed.addedAfter ?? undefined };
  const addedAfter = await fetchCollection(from, reachOf(network, feed.tenant), limited, async (objects) => {
    known ??= await load();
    taken += mergePage(known.merged, objects);
  });
  const times = timesOf(deps, feed.intervalS * 1_000);
  if (known === undefined && feed.unused !== null && !hasPassed(feed.nextEnd, now()))
    return { kind: 'same', addedAfter, ...times };
  const { before, merged } = known ?? (await load());
  const { indicators, unused } = listOf(merged, now());
  const total = indicators.length;
  if (total > ENRICH_LIMITS.listEntries)
    throw new FeedFault('feed_too_large', { what: `a list has at most ${ENRICH_LIMITS.listEntries} indicators` });
  const { added, removed, changed } = listChange(before, indicators);
  return {
    kind: 'read',
    addedAfter,
    ...(taken === 0 ? {} : { held: toRemember(merged, now()) }),
    nextEnd: firstEnd(indicators),
    ...{ added, removed, total, unused },
    ...times,
    ...(changed ? { indicators } : {}),
  };
}

function hasPassed(time: string | null, nowMs: number): boolean {
  return time !== null && Date.parse(time) <= nowMs;
}

/** A tenth later at random: feeds that were added at once, and other installations, do not come back together. */
function timesOf({ now, random }: PollDeps, waitMs: number): { at: string; nextPoll: string } {
  const at = now();
  const next = at + Math.round(waitMs * (1 + random() / 10));
  return { at: new Date(at).toISOString(), nextPoll: new Date(next).toISOString() };
}

/** Soon at first, then less and less often until its usual time; never before the server says. */
function retryMs({ intervalS, failures }: StoredFeed, retryAfterMs = 0): number {
  const soon = FEED_LIMITS.leastIntervalS * 1_000 * 2 ** Math.min(failures, 20);
  return Math.max(Math.min(intervalS * 1_000, soon), retryAfterMs);
}
