import { EventEmitter } from 'node:events';
import type { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { createGrouping } from '@haechi/platform/correlate/grouping.ts';
import { GROUPING_LIMITS } from '@haechi/platform/correlate/limits.ts';
import type { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import { type PipelineEvents, runPipeline } from '@haechi/platform/pipeline.ts';
import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { Stores } from '@haechi/platform/store/index.ts';
import type { Bus } from '@haechi/platform/store/ports.ts';
import type { Logger } from 'pino';
import { drain } from './drain.ts';
import type { MetricSources } from './metrics.ts';
import { tellWatchers } from './watchers.ts';

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
      await drain(
        () => bus.depth(),
        () => ended,
      );
      stopping.abort();
      await done.catch(() => undefined);
    },
  };
}
