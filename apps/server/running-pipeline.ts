import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { createGrouping } from '@haechi/platform/correlate/grouping.ts';
import { GROUPING_LIMITS } from '@haechi/platform/correlate/limits.ts';
import type { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import { type PipelineEvents, runPipeline } from '@haechi/platform/pipeline.ts';
import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { Stores } from '@haechi/platform/store/index.ts';
import type { Bus } from '@haechi/platform/store/ports.ts';
import type { Logger } from 'pino';
import type { MetricSources } from './metrics.ts';
import { tellWatchers } from './watchers.ts';

/** Milliseconds that a stop waits for accepted events to be stored; what is left is on the bus and comes next time. */
const DRAIN_MS = 20_000;
const DRAIN_CHECK_MS = 20;

/** What the pipeline runs on. */
export interface PipelineParts {
  readonly stores: Stores;
  readonly bus: Bus;
  readonly processor: Processor;
  readonly feed: LiveFeed;
  readonly stored: MetricSources['stored'];
  readonly counters: Pick<IntakeCounters, 'addLater'>;
  /** Told the position up to which everything is stored. */
  readonly reached: (position: number) => void;
  readonly sinceMs: () => number;
  readonly log: Logger;
  readonly now: () => number;
}

/** A pipeline that runs. */
export interface RunningPipeline {
  /** Resolves with the fault when the pipeline ends by itself. */
  readonly failed: Promise<unknown>;
  /** Lets accepted events be stored, then ends. */
  stop(): Promise<void>;
}

/** Starts the pipeline with the incidents of the last run taken up. */
export async function startPipeline(parts: PipelineParts): Promise<RunningPipeline> {
  const { stores, bus, processor, feed, stored, counters, reached, sinceMs, log, now } = parts;
  const grouping = createGrouping();
  const since = new Date(now() - GROUPING_LIMITS.longestMs).toISOString();
  grouping.restore(await stores.incidents.openIncidents(since));
  const listeners = new EventEmitter<PipelineEvents>();
  tellWatchers(listeners, feed, stored);
  listeners.on('reached', reached);
  listeners.on('counted', (counts) => {
    for (const count of counts) counters.addLater(count);
  });
  const stopping = new AbortController();
  const done = runPipeline(
    {
      bus,
      events: stores.events,
      incidents: stores.incidents,
      processor,
      grouping,
      listeners,
      sinceMs,
      onFault(error, attempt) {
        stored.faults++;
        log.error({ err: error, attempt }, 'a store did not answer; trying again');
      },
    },
    stopping.signal,
  );
  let ended = false;
  const failed = new Promise<unknown>((resolve) => {
    done.catch((error: unknown) => {
      ended = true;
      log.fatal({ err: error }, 'the pipeline ended');
      resolve(error);
    });
  });
  return {
    failed,
    async stop() {
      const until = performance.now() + DRAIN_MS;
      while (bus.depth() > 0 && !ended && performance.now() < until) await sleep(DRAIN_CHECK_MS);
      stopping.abort();
      await done.catch(() => undefined);
    },
  };
}
