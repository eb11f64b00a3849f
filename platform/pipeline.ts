import type { EventEmitter } from 'node:events';
import type { Finding, Incident } from '@haechi/event';
import type { IncidentGrouping } from './correlate/grouping.ts';
import type { Detector } from './detect/detector.ts';
import { normaliseBatch } from './normalise/normalise.ts';
import { rounds } from './normalise/rounds.ts';
import type { Bus, DeadLetter, EventRow, EventStore, IncidentStore } from './store/ports.ts';
import { type FaultListener, untilDone } from './store/until-done.ts';

/** What the pipeline needs; the same for one machine and for a cluster. */
export interface PipelineDeps {
  readonly bus: Bus;
  readonly events: EventStore;
  readonly incidents: IncidentStore;
  /** Asked each round, so that rules can be exchanged while events flow. */
  readonly detector: () => Detector;
  readonly grouping: IncidentGrouping;
  /** Told after each round is stored. */
  readonly listeners: EventEmitter<PipelineEvents>;
  /** Told when a store does not answer; the step is tried again until it does or the pipeline is stopped. */
  readonly onFault: FaultListener;
}

/** What listeners (live updates, counters) hear of what is stored. */
export interface PipelineEvents {
  stored: [{ readonly rows: readonly EventRow[]; readonly dead: readonly DeadLetter[] }];
  findings: [readonly Finding[]];
  incidents: [readonly Incident[]];
}

/**
 * The path of an event: spool → normalise → detect → correlate → store → checkpoint. Runs until `signal` aborts; then the
 * round in hand is finished. At-least-once with deterministic ids: a crash anywhere costs time, not events.
 */
export async function runPipeline(deps: PipelineDeps, signal: AbortSignal): Promise<void> {
  const { bus, events, incidents, grouping, listeners } = deps;
  const firstNew = bus.resumeFrom() + bus.depth();

  for await (const batches of rounds(bus.consume(signal))) {
    const [first, last] = [batches[0]?.position ?? 0, batches.at(-1)?.position ?? 0];
    const rows: EventRow[] = [];
    const dead: DeadLetter[] = [];
    for (const batch of batches) {
      const normalised = normaliseBatch(batch, bus.id);
      rows.push(...normalised.rows);
      dead.push(...normalised.dead);
    }
    const findings = deps.detector().detect(rows);
    const changed = grouping.add(findings);

    const stored = await untilDone(deps.onFault, signal, [
      // What an earlier try or an earlier run may have stored is asked for, never guessed.
      async (attempt) =>
        events.insert(attempt === 1 && first >= firstNew ? rows : await notStored(events, rows, first)),
      () => events.insertDeadLetters(dead),
      () => incidents.upsertFindings(findings),
      () => incidents.upsertIncidents(changed),
      () => bus.checkpoint(last),
    ]);
    if (!stored) return;
    listeners.emit('stored', { rows, dead });
    if (findings.length > 0) listeners.emit('findings', findings);
    if (changed.length > 0) listeners.emit('incidents', changed);
  }
}

async function notStored(events: EventStore, rows: readonly EventRow[], from: number): Promise<EventRow[]> {
  const known = await events.storedIdsFrom(from);
  return rows.filter((row) => !known.has(row.id));
}
