import { EventEmitter } from 'node:events';
import type { IncidentGrouping } from '@haechi/platform/correlate/grouping.ts';
import type { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import { type PipelineEvents, runPipeline } from '@haechi/platform/pipeline.ts';
import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { Stores } from '@haechi/platform/store/index.ts';
import type { Bus } from '@haechi/platform/store/ports.ts';
import type { Logger } from 'pino';
import { drain } from './drain.ts';
import type { MetricSources } from './metrics.ts';
import type { FeedSink } from './shared-feed.ts';
import { tellWatchers } from './watchers.ts';

/** What the pipeline runs on. */
export interface PipelineParts {
  readonly stores: Stores;
  readonly bus: Bus;
  readonly processor: Processor;
  /** With the incidents of the last run. */
  readonly grouping: IncidentGrouping;
  readonly feed: FeedSink;
  readonly stored: MetricSources['stored'];
  readonly counters: Pick<IntakeCounters, 'addLater'>;
  /** Told how many rounds are stored since the start. */
  readonly reached: (rounds: number) => void;
  /** Batches to be stored before a stop. */
  readonly backlog: () => number;
  /** Called when nothing is under way any more. */
  readonly leave: () => Promise<void> | undefined;
  readonly sinceMs: () => number;
  readonly log: Logger;
}

/** A pipeline that runs. */
export interface RunningPipeline {
  /** Resolves with the fault when the pipeline ends by itself. */
  readonly failed: Promise<unknown>;
  /** Lets accepted events be stored, then ends. */
  stop(): Promise<void>;
}

/** Starts the pipeline. */
export function startPipeline(parts: PipelineParts): RunningPipeline {
  const { stores, bus, processor, grouping, feed, stored, counters, reached, backlog, leave, sinceMs, log } = parts;
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
      await drain(backlog, () => ended);
      stopping.abort();
      await done.catch(() => undefined);
      await leave()?.catch((error: unknown) =>
        log.error({ err: error }, 'the parts of the bus could not be given back'),
      );
    },
  };
}
