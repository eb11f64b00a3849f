import type { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { createGrouping } from '@haechi/platform/correlate/grouping.ts';
import { GROUPING_LIMITS } from '@haechi/platform/correlate/limits.ts';
import type { Stores } from '@haechi/platform/store/index.ts';
import type { Base } from './base.ts';
import { restoreCorrelations } from './correlation-restore.ts';
import { startCorrelationSaves } from './correlation-saves.ts';
import { startExpiry } from './expiry.ts';
import { followParts } from './follow-parts.ts';
import type { Knowledge } from './knowledge.ts';
import { OwnTenants } from './own-tenants.ts';
import { type RunningPipeline, startPipeline } from './running-pipeline.ts';
import { sharedFeed } from './shared-feed.ts';

/**
 * Starts what works on events: the pipeline, with the incidents and windows of the last run or, where other processes
 * share the bus, of the tenants whose part is worked on here; and the deletion of what is past its time.
 *
 * @param opening ends it again
 */
export async function startDetection(
  base: Base,
  stores: Stores,
  { processor }: Knowledge,
  feed: LiveFeed,
  opening: AsyncDisposableStack,
): Promise<Pick<RunningPipeline, 'failed'>> {
  const { options, state, bus, shared, log, now } = base;
  const expiry = startExpiry({ events: stores.events, claim: base.claim, dataFolder: options.dataFolder, log, now });
  opening.defer(() => expiry.stop());
  const own = new OwnTenants();
  const grouping = createGrouping();
  if (shared === undefined) {
    const since = new Date(now() - GROUPING_LIMITS.longestMs).toISOString();
    grouping.restore(await stores.incidents.openIncidents(since));
    await restoreCorrelations({ state, events: stores.events, bus, processor, log });
  }
  const saves = startCorrelationSaves({
    state,
    bus: shared === undefined ? bus : undefined,
    parts: shared === undefined ? undefined : () => shared.windowsUpToNow(),
    processor,
    isOwn: (tenant) => shared === undefined || own.has(tenant),
    log,
    now,
  });
  opening.defer(() => saves.stop());
  shared?.watch(
    followParts({ own, grouping, processor, saves, state, events: stores.events, busId: bus.id, log, now }),
  );
  const live = opening.adopt(sharedFeed(feed, base.words), (each) => each.stop());
  const pipeline = startPipeline({
    stores,
    bus,
    processor,
    grouping,
    feed: live,
    stored: base.stored,
    counters: base.counters,
    reached: saves.reached,
    backlog: () => shared?.backlog() ?? bus.depth(),
    leave: () => shared?.leave(),
    sinceMs: expiry.seenMs,
    log,
  });
  opening.defer(() => pipeline.stop());
  return pipeline;
}
