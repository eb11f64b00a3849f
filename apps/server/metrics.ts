import type { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import type { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import type { Bus } from '@haechi/platform/store/ports.ts';
import type { Delays } from './delays.ts';

/** What the metrics are read from. */
export interface MetricSources {
  readonly counters: IntakeCounters;
  readonly bus: Pick<Bus, 'depth'>;
  readonly feed: LiveFeed;
  /** Parts of a shared bus that this process works on. */
  readonly parts: () => number;
  readonly stored: { events: number; findings: number; faults: number; readonly findingDelays: Delays };
}

/** Figures of the process in Prometheus' text exposition format 0.0.4. */
export function metricsText({ counters, bus, feed, stored, parts }: MetricSources): string {
  const { received, accepted, rejected, cut, late, doubled } = counters.totals;
  return [
    counter('haechi_intake_records_received_total', 'Records that came in.', received),
    counter('haechi_intake_records_accepted_total', 'Records made durable.', accepted),
    counter('haechi_intake_records_rejected_total', 'Records refused by a limit or as malformed.', rejected),
    counter('haechi_intake_records_cut_total', 'Accepted records that were longer than the limit.', cut),
    counter('haechi_intake_events_late_total', 'Events that came more than an hour after they happened.', late),
    counter('haechi_intake_events_doubled_total', 'Events that were sent before, and are stored once.', doubled),
    gauge('haechi_spool_batches', 'Batches accepted and not yet stored.', bus.depth()),
    gauge('haechi_bus_parts', 'Parts of a shared bus that this process works on.', parts()),
    counter('haechi_events_stored_total', 'Events stored.', stored.events),
    counter('haechi_findings_total', 'Findings made.', stored.findings),
    stored.findingDelays.text('haechi_finding_delay_seconds', 'From intake until a finding is stored, at the most.'),
    counter('haechi_store_faults_total', 'Tries of a store that failed and were repeated.', stored.faults),
    gauge('haechi_live_streams', 'Consoles that watch.', feed.watchers),
    gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
    gauge('process_uptime_seconds', 'Seconds since the start.', Math.round(process.uptime())),
  ].join('');
}

function counter(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} counter\n${name} ${value}\n`;
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}
