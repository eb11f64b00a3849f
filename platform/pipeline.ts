import type { EventEmitter } from 'node:events';
import type { Finding, Incident } from '@haechi/event';
import type { IncidentGrouping } from './correlate/grouping.ts';
import { ahead } from './normalise/ahead.ts';
import { rounds } from './normalise/rounds.ts';
import { heldPart, type Round } from './processing/held-part.ts';
import { type LaterCount, laterCounts } from './processing/later-counts.ts';
import type { Processor } from './processing/processor.ts';
import { isDocumentId } from './store/document-id.ts';
import { withoutIds } from './store/events/encoded.ts';
import type { Bus, EventStore, IncidentStore } from './store/ports.ts';
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
  /** So many rounds are stored since the start. */
  reached: [rounds: number];
  /** What came late or was sent before. */
  counted: [readonly LaterCount[]];
}

/**
 * The path of an event: spool → normalise → detect → correlate → store → checkpoint. Runs until `signal` aborts; then the
 * round in hand is finished. At-least-once with deterministic ids: a crash anywhere costs time, not events.
 */
export async function runPipeline(deps: PipelineDeps, signal: AbortSignal): Promise<void> {
  const { bus, processor, events, incidents, grouping, listeners } = deps;

  // The next round is processed while this one is stored.
  const processed = ahead(rounds(bus.consume(signal)), async (batches) => ({
    batches: batches.map(({ position, redelivered = false }) => ({ position, redelivered })),
    incidents: [],
    ...(await processor.process(batches, await events.retentionDays(), deps.sinceMs?.())),
  }));
  let storedRounds = 0;
  for await (const each of processed) {
    let round: Round = heldPart(each, bus);
    round = { ...round, incidents: grouping.add(round.findings) };
    // What another process has taken over since is left to it.
    const held = (): Round => (round = heldPart(round, bus));
    let known: KnownIds = { replayed: new Set(), resent: new Set() };
    const stored = await untilDone(deps.onFault, signal, [
      // What an earlier try or an earlier run may have stored is asked for, never guessed.
      async (attempt) => {
        const asked = await knownIds(events, held(), attempt > 1);
        // Of a second try, what the first stored is no news.
        known = attempt > 1 ? { ...asked, replayed: known.replayed } : asked;
        await events.insertEncoded(withoutIds(withoutIds(held().events, asked.replayed), asked.resent));
      },
      () => events.insertDeadLetters(held().dead),
      () => incidents.upsertFindings(held().findings),
      () => incidents.upsertIncidents(held().incidents),
      () => bus.checkpoint(each.batches.at(-1)?.position ?? 0),
    ]);
    if (!stored) return;
    listeners.emit('reached', ++storedRounds);
    listeners.emit('stored', round.counts);
    const received = Date.parse(each.origins[0]?.received ?? '');
    if (round.findings.length > 0) listeners.emit('findings', round.findings, Date.now() - received);
    if (round.incidents.length > 0) listeners.emit('incidents', round.incidents);
    const later = laterCounts(round, known.replayed, known.resent);
    if (later.length > 0) listeners.emit('counted', later);
  }
}

/** Batches back to which an id that a sender gave is looked for: senders send again within minutes, not months. */
const RESEND_BATCHES = 100_000;

/** Batches between the first and the last of a round up to which all ids between them are read. */
const NEAR_BATCHES = 2_000;

/** Ids of a round that are stored already. */
interface KnownIds {
  /** Those of an earlier run or try. */
  readonly replayed: ReadonlySet<string>;
  /** Those that senders gave, and gave before. */
  readonly resent: ReadonlySet<string>;
}

/** @param all whether the store may have any of the round, not only of the batches that were given before */
async function knownIds(events: EventStore, { batches, events: { ids } }: Round, all: boolean): Promise<KnownIds> {
  const asked = batches.filter(({ redelivered }) => all || redelivered === true).map(({ position }) => position);
  const stored = asked.length === 0 ? new Set<string>() : await storedOf(events, ids, asked);
  const named = ids.filter((id) => isDocumentId(id) && !stored.has(id));
  if (named.length === 0) return { replayed: stored, resent: new Set() };
  const first = batches.reduce((least, { position }) => Math.min(least, position), Number.MAX_SAFE_INTEGER);
  return { replayed: stored, resent: await events.storedAmong(named, Math.max(0, first - RESEND_BATCHES)) };
}

/** Which ids are stored of batches at these positions. */
function storedOf(events: EventStore, ids: readonly string[], positions: readonly number[]): Promise<Set<string>> {
  let first = Number.MAX_SAFE_INTEGER;
  let last = 0;
  for (const position of positions) {
    first = Math.min(first, position);
    last = Math.max(last, position);
  }
  // Far apart, most of what lies between is of others.
  return last - first > NEAR_BATCHES ? events.storedAmong(ids, first) : events.storedIdsFrom(first, last);
}
