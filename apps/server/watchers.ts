import type { EventEmitter } from 'node:events';
import type { PipelineEvents } from '@haechi/platform/pipeline.ts';
import type { MetricSources } from './metrics.ts';
import type { FeedSink } from './shared-feed.ts';

/** Findings of one round that are shown live; the rest is seen in the lists. */
const LIVE_FINDINGS = 100;

/** Passes on what the pipeline stored: to the live feed, and to the figures of the process. */
export function tellWatchers(
  listeners: EventEmitter<PipelineEvents>,
  feed: FeedSink,
  stored: MetricSources['stored'],
): void {
  listeners.on('stored', (counts) => {
    for (const [tenant, events] of Object.entries(counts)) {
      stored.events += events;
      feed.publish({ type: 'intake', tenant, events });
    }
  });
  listeners.on('findings', (findings, delayMs) => {
    stored.findings += findings.length;
    stored.findingDelays.add(delayMs / 1000, findings.length);
    for (const finding of findings.slice(0, LIVE_FINDINGS))
      feed.publish({ type: 'finding', tenant: finding.tenant, finding });
  });
  listeners.on('incidents', (incidents) => {
    for (const incident of incidents) feed.publish({ type: 'incident', tenant: incident.tenant, incident });
  });
}
