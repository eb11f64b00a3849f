/** Upper bounds of the inspection time, milliseconds. */
const BUCKETS_MS = [0.25, 0.5, 1, 2, 5, 10, 25, 100] as const;

const COUNTERS = {
  requests: 'Requests that were taken',
  blocked: 'Requests that were not passed on',
  detected: 'Requests on which a rule matched',
  refused: 'Requests refused as malformed',
  listed: 'Requests turned away by the block list',
  upstream_errors: 'Requests that the upstream did not answer',
  engine_faults: 'Faults of the engine',
  reloads: 'Reloads of the rules',
  failed_reloads: 'Reloads that left the old rules in force',
  logged: 'Exchanges written to the log',
  log_delivered: 'Log events that the collector took',
  log_dropped: 'Log events lost to a full disk or refused by the collector',
} as const;
type Counter = keyof typeof COUNTERS;

/** What one process counted so far; can be sent to another. */
export interface MetricsSnapshot {
  readonly counts: Partial<Record<Counter, number>>;
  /** Inspections up to each bound. */
  readonly buckets: readonly number[];
  readonly inspected: number;
  readonly inspectionMs: number;
  readonly rssBytes: number;
}

/** Counters of one process. */
export class Metrics {
  readonly #counts = new Map<Counter, number>();
  readonly #buckets = new Array<number>(BUCKETS_MS.length).fill(0);
  #inspected = 0;
  #inspectionMs = 0;

  count(counter: Counter): void {
    this.add(counter, 1);
  }

  add(counter: Counter, more: number): void {
    this.#counts.set(counter, (this.#counts.get(counter) ?? 0) + more);
  }

  inspected(ms: number): void {
    this.#inspected++;
    this.#inspectionMs += ms;
    for (const [index, bound] of BUCKETS_MS.entries()) if (ms <= bound) this.#buckets[index]!++;
  }

  snapshot(): MetricsSnapshot {
    return {
      counts: Object.fromEntries(this.#counts),
      buckets: [...this.#buckets],
      inspected: this.#inspected,
      inspectionMs: this.#inspectionMs,
      rssBytes: process.memoryUsage.rss(),
    };
  }
}

/** What several processes counted together. */
export function sumOf(snapshots: readonly MetricsSnapshot[]): MetricsSnapshot {
  const total = (of: (one: MetricsSnapshot) => number): number => snapshots.reduce((sum, one) => sum + of(one), 0);
  const names = Object.keys(COUNTERS) as Counter[];
  return {
    counts: Object.fromEntries(names.map((name) => [name, total(({ counts }) => counts[name] ?? 0)])),
    buckets: BUCKETS_MS.map((_, index) => total(({ buckets }) => buckets[index] ?? 0)),
    inspected: total(({ inspected }) => inspected),
    inspectionMs: total(({ inspectionMs }) => inspectionMs),
    rssBytes: total(({ rssBytes }) => rssBytes),
  };
}

/** In Prometheus' text format, version 0.0.4. */
export function metricsText({ counts, buckets, inspected, inspectionMs, rssBytes }: MetricsSnapshot): string {
  const lines = Object.entries(COUNTERS).flatMap(([name, help]) => [
    `# HELP haechi_waf_${name}_total ${help}`,
    `# TYPE haechi_waf_${name}_total counter`,
    `haechi_waf_${name}_total ${counts[name as Counter] ?? 0}`,
  ]);
  lines.push(
    '# HELP haechi_waf_inspection_seconds Processor time of the rules',
    '# TYPE haechi_waf_inspection_seconds histogram',
  );
  for (const [index, bound] of BUCKETS_MS.entries())
    lines.push(`haechi_waf_inspection_seconds_bucket{le="${bound / 1_000}"} ${buckets[index]}`);
  lines.push(
    `haechi_waf_inspection_seconds_bucket{le="+Inf"} ${inspected}`,
    `haechi_waf_inspection_seconds_sum ${(inspectionMs / 1_000).toFixed(6)}`,
    `haechi_waf_inspection_seconds_count ${inspected}`,
    `process_resident_memory_bytes ${rssBytes}`,
  );
  return `${lines.join('\n')}\n`;
}
