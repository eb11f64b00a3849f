import type { IntakeBatch } from '../store/ports.ts';
import type { ProcessedRound } from './processor.ts';

/** What shows only behind the bus of the records that came in with one batch. */
export interface LaterCount {
  readonly tenant: string;
  readonly source: string;
  /** When they came in, ISO 8601 UTC. */
  readonly received: string;
  /** Events whose own time lies more than an hour before. */
  late: number;
  /** Events that their sender sent before, and that are stored once. */
  doubled: number;
}

/** Where a batch came from. */
export type Origin = Pick<IntakeBatch, 'tenant' | 'source' | 'received'>;

/** Milliseconds after its own time from which an event is late: agents deliver within minutes. */
const LATE_MS = 3_600_000;

/** Times before this one are late for a batch, ISO 8601 UTC. */
export function lateBefore({ received }: Origin): string {
  const ms = Date.parse(received) - LATE_MS;
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

/**
 * Counts of a round by batch, without batches of which there is nothing to say.
 *
 * @param replayed ids that an earlier run or try stored and counted
 * @param resent ids that were stored before under the name that their sender gave
 */
export function laterCounts(
  {
    origins,
    events: { ids },
    batchOf,
    late,
    doubled,
  }: Pick<ProcessedRound, 'origins' | 'events' | 'batchOf' | 'late' | 'doubled'>,
  replayed: ReadonlySet<string>,
  resent: ReadonlySet<string>,
): LaterCount[] {
  const counts = origins.map(({ tenant, source, received }, index) => ({
    tenant,
    source,
    received,
    late: 0,
    doubled: doubled[index] ?? 0,
  }));
  const mayBeKnown = replayed.size + resent.size > 0;
  for (let index = 0; index < batchOf.length; index++) {
    const count = counts[batchOf[index]!]!;
    if (mayBeKnown && resent.has(ids[index]!)) count.doubled++;
    else if (late[index] === 1 && !(mayBeKnown && replayed.has(ids[index]!))) count.late++;
  }
  return counts.filter((count) => count.late + count.doubled > 0);
}
