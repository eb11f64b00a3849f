import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { createGrouping } from '@haechi/platform/correlate/grouping.ts';
import { GROUPING_LIMITS } from '@haechi/platform/correlate/limits.ts';
import type { LiveDetection } from '@haechi/platform/detect/live.ts';
import { type PipelineEvents, runPipeline } from '@haechi/platform/pipeline.ts';
import type { Stores } from '@haechi/platform/store/index.ts';
import type { Spool } from '@haechi/platform/store/spool/spool.ts';
import type { Logger } from 'pino';
import type { MetricSources } from './metrics.ts';
import { tellWatchers } from './watchers.ts';

/** Milliseconds that a stop waits for accepted events to be stored; what is left is in the spool and comes next time. */
const DRAIN_MS = 20_000;
const DRAIN_CHECK_MS = 20;

/** What the pipeline runs on. */
export interface PipelineParts {
  readonly stores: Stores;
  readonly bus: Spool;
  readonly detection: LiveDetection;
  readonly feed: LiveFeed;
  readonly stored: MetricSources['stored'];
  readonly log: Logger;
  readonly now: () => number;
}

/** Starts the pipeline with the incidents of the last run taken up. `stop` lets accepted events be stored first. */
export async function startPipeline(parts: PipelineParts): Promise<{ stop: () => Promise<void> }> {
  const { stores, bus, detection, feed, stored, log, now } = parts;
  const grouping = createGrouping();
  const since = new Date(now() - GROUPING_LIMITS.longestMs).toISOString();
  grouping.restore(await stores.incidents.openIncidents(since));
  const listeners = new EventEmitter<PipelineEvents>();
  tellWatchers(listeners, feed, stored);
  const stopping = new AbortController();
  const done = runPipeline(
    {
      bus,
      events: stores.events,
      incidents: stores.incidents,
      detector: () => detection.current(),
      grouping,
      listeners,
      onFault(error, attempt) {
        stored.faults++;
        log.error({ err: error, attempt }, 'a store did not answer; trying again');
      },
    },
    stopping.signal,
  ).catch((error: unknown) => log.fatal({ err: error }, 'the pipeline ended'));
  return {
    async stop() {
      const until = now() + DRAIN_MS;
      while (bus.depth() > 0 && now() < until) await sleep(DRAIN_CHECK_MS);
      stopping.abort();
      await done;
    },
  };
}
