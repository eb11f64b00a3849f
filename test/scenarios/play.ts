import { builtinRules, type DemoLine } from '@haechi/content';
import type { Finding, Incident } from '@haechi/event';
import { entitiesOf } from '@haechi/platform/correlate/entities.ts';
import { createGrouping } from '@haechi/platform/correlate/grouping.ts';
import { createDetector } from '@haechi/platform/detect/detector.ts';
import { normaliseBatch } from '@haechi/platform/normalise/normalise.ts';
import type { DeadLetter, EventRow } from '@haechi/platform/store/ports.ts';

/** What the pipeline makes of a scenario. */
export interface Played {
  readonly rows: readonly EventRow[];
  readonly dead: readonly DeadLetter[];
  readonly findings: readonly Finding[];
  /** Incidents in their last state; those merged into others are left out. */
  readonly incidents: readonly Incident[];
}

/** Milliseconds of a scenario that arrive together, as a syslog listener collects them. */
const BATCH_MS = 10_000;

/**
 * Plays lines through the stages of the pipeline with the built-in rules: batches of ten seconds a source, in order of
 * time. The stores are left out: what is tested is the story, not its keeping.
 */
export function play(lines: readonly DemoLine[], tenant: string): Played {
  const detector = createDetector(
    { packs: [{ owner: '/', name: 'builtin', files: [...builtinRules()] }], switches: [], exceptions: [] },
    entitiesOf,
  );
  const grouping = createGrouping();
  const rows: EventRow[] = [];
  const dead: DeadLetter[] = [];
  const findings: Finding[] = [];
  const incidents = new Map<string, Incident>();
  const batches = Map.groupBy(lines, (line) => `${Math.floor(line.time / BATCH_MS)} ${line.source}`);
  let position = 0;
  for (const batch of batches.values()) {
    position += 1;
    const normalised = normaliseBatch(
      {
        position,
        tenant,
        source: `syslog:${batch[0]?.source}`,
        received: new Date(batch.at(-1)?.time ?? 0).toISOString(),
        format: '',
        timeZone: 'UTC',
        records: batch.map(({ line }) => line),
      },
      'scenario',
    );
    rows.push(...normalised.rows);
    dead.push(...normalised.dead);
    const found = detector.detect(normalised.rows);
    findings.push(...found);
    for (const incident of grouping.add(found)) incidents.set(incident.id, incident);
  }
  return {
    rows,
    dead,
    findings,
    incidents: [...incidents.values()].filter(({ mergedInto }) => mergedInto === undefined),
  };
}
