import type { EventEmitter } from 'node:events';
import type { Finding, Incident } from '@haechi/event';
import type { IncidentGrouping } from './correlate/grouping.ts';
import { ahead } from './normalise/ahead.ts';
import { rounds } from './normalise/rounds.ts';
import { type LaterCount, laterCounts } from './processing/later-counts.ts';
import type { Processor } from './processing/processor.ts';
import { isDocumentId } from './store/document-id.ts';
import { withoutIds } from './store/events/encoded.ts';
import type { Bus, EncodedEvents, EventStore, IncidentStore } from './store/ports.ts';
import { type FaultListener, untilDone } from './store/until-done.ts';

/** What the pipeline needs; the same for one machine and for a cluster. */
export interface PipelineDeps {
  readonly bus: Bus;
  /** Decodes and detects: normalise → detect. */
  readonly processor: Pick<Processor, 'process'>;
  readonly events: EventStore;
  readonly incidents: IncidentStore;
  readonly grouping: IncidentGrouping;
  /** Told after each round is stored. */
  readonly listeners: EventEmitter<PipelineEvents>;
  /** Told when a store does not answer; the step is tried again until it does or the pipeline is stopped. */
  readonly onFault: FaultListener;
  /** An instant that has passed for sure, milliseconds since the epoch; default none. */
  readonly sinceMs?: () => number;
}

/** What listeners (live updates, counters) hear of what is stored. */
export interface PipelineEvents {
  /** Events by tenant. */
  stored: [Readonly<Record<string, number>>];
  /** With the milliseconds since the first record of their round came in. */
  findings: [readonly Finding[], delayMs: number];
  incidents: [readonly Incident[]];
  /** Everything up to this position is stored. */
  reached: [position: number];
  /** What came late or was sent before. */
  counted: [readonly LaterCount[]];
}

/**
 * The path of an event: spool → normalise → detect → correlate → store → checkpoint. Runs until `signal` aborts; then the
 * round in hand is finished. At-least-once with deterministic ids: a crash anywhere costs time, not events.
 */
export async function runPipeline(deps: PipelineDeps, signal: AbortSignal): Promise<void> {
  const { bus, processor, events, incidents, grouping, listeners } = deps;
  const firstNew = bus.resumeFrom() + bus.depth();

  // The next round is processed while this one is stored.
  const processed = ahead(rounds(bus.consume(signal)), async (batches) => ({
    first: batches[0]?.position ?? 0,
    last: batches.at(-1)?.position ?? 0,
    ...(await processor.process(batches, await events.retentionDays(), deps.sinceMs?.())),
  }));
  for await (const round of processed) {
    const changed = grouping.add(round.findings);
    let known: KnownIds = { replayed: new Set(), resent: new Set() };
    const stored = await untilDone(deps.onFault, signal, [
      // What an earlier try or an earlier run may have stored is asked for, never guessed.
      async (attempt) => {
        const asked = await knownIds(events, round, attempt > 1 || round.first < firstNew);
        // Of a second try, what the first stored is no news.
        known = attempt > 1 ? { ...asked, replayed: known.replayed } : asked;
        await events.insertEncoded(withoutIds(withoutIds(round.events, asked.replayed), asked.resent));
      },
      () => events.insertDeadLetters(round.dead),
      () => incidents.upsertFindings(round.findings),
      () => incidents.upsertIncidents(changed),
      () => bus.checkpoint(round.last),
    ]);
    if (!stored) return;
    listeners.emit('reached', round.last);
    listeners.emit('stored', round.counts);
    if (round.findings.length > 0)
      listeners.emit('findings', round.findings, Date.now() - Date.parse(round.origins[0]?.received ?? ''));
    if (changed.length > 0) listeners.emit('incidents', changed);
    const later = laterCounts(round, known.replayed, known.resent);
    if (later.length > 0) listeners.emit('counted', later);
  }
}

/** Batches back to which an id that a sender gave is looked for: senders send again within minutes, not months. */
const RESEND_BATCHES = 100_000;

/** Ids of a round that are stored already. */
interface KnownIds {
  /** Those of an earlier run or try. */
  readonly replayed: ReadonlySet<string>;
  /** Those that senders gave, and gave before. */
  readonly resent: ReadonlySet<string>;
}

async function knownIds(
  events: EventStore,
  { first, events: { ids } }: { first: number; events: EncodedEvents },
  replayed: boolean,
): Promise<KnownIds> {
  const stored = replayed ? await events.storedIdsFrom(first) : new Set<string>();
  const named = ids.filter((id) => isDocumentId(id) && !stored.has(id));
  if (named.length === 0) return { replayed: stored, resent: new Set() };
  return { replayed: stored, resent: await events.storedAmong(named, Math.max(0, first - RESEND_BATCHES)) };
}
