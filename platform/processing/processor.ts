import type { Finding } from '@haechi/event';
import type { CorrelationState, CorrelationStates, RefusedState } from '../detect/correlations.ts';
import type { DetectionSources, RuleActivity } from '../detect/detector.ts';
import type { RuleListing } from '../detect/live.ts';
import type { IntelList } from '../enrich/indicator.ts';
import type { InventoryTables } from '../enrich/inventory-table.ts';
import type { TenantParser } from '../parsers/parser.ts';
import type { BatchOnBus, DeadLetter, EncodedEvents, EventRow } from '../store/ports.ts';
import type { Origin } from './later-counts.ts';

/** What a round of batches came to: everything the store needs, and nothing that must be computed again. */
export interface ProcessedRound {
  readonly events: EncodedEvents;
  readonly dead: readonly DeadLetter[];
  readonly findings: readonly Finding[];
  /** Where each batch of the round came from. */
  readonly origins: readonly Origin[];
  /** Events by tenant, for live counts. */
  readonly counts: Readonly<Record<string, number>>;
  /** Of each event, which batch of the round it is of. */
  readonly batchOf: Uint32Array<ArrayBuffer>;
  /** Of each event, 1 where it came late. */
  readonly late: Uint8Array<ArrayBuffer>;
  /** Of each batch, events that are left out because they came a moment ago under the same id. */
  readonly doubled: readonly number[];
}

/** What a rule did since it was last asked, in a tenant, or what it cost there. */
export interface MeasuredActivity extends Omit<RuleActivity, 'lastFired'> {
  readonly lastFired: string | null;
  /** Estimated nanoseconds spent on the rule since it was last asked. */
  readonly costNs: number;
}

/** Windows of correlations that changed, and from when on they may be kept. */
export interface TakenStates extends CorrelationStates {
  /**
   * The last position that was processed, -1 where there was none. The states are good once everything up to it is
   * stored: kept earlier, findings that a crash took away would never come again.
   */
  readonly position: number;
  /** Milliseconds that taking them held up the rounds. */
  readonly tookMs: number;
}

/** The part of the path that costs processor time (decode, match, encode), on this thread or on one of its own. */
export interface Processor {
  /**
   * Decodes, detects and encodes. Rounds are processed in the order of the calls.
   *
   * @param sinceMs what comes in now came in then at the earliest, whatever the clock says; for how long it is kept
   */
  process(
    batches: readonly BatchOnBus[],
    retentionDays: Readonly<Record<string, number>>,
    sinceMs?: number,
  ): Promise<ProcessedRound>;
  /**
   * Compiles rules; they are in force from the next round on. What fails leaves the old ones in force. Correlations that
   * stay the same go on with their windows.
   */
  load(sources: DetectionSources): Promise<RuleListing>;
  /** Takes up the lists of indicators; they are looked up from the next round on. */
  know(lists: readonly IntelList[]): Promise<void>;
  /** Takes up the tenants' parsers; they read lines from the next round on. */
  parseBy(parsers: readonly TenantParser[]): Promise<void>;
  /** Takes up the asset and user tables of a tenant in place of those it had; from the next round on. */
  learn(tables: InventoryTables): Promise<void>;
  takeActivity(): Promise<MeasuredActivity[]>;
  /** The windows of correlations of tenants where they changed since this was last asked. */
  correlationStates(): Promise<TakenStates>;
  /** Takes up windows of an earlier run; to be called with the rules loaded. Answers those that cannot be read. */
  restoreCorrelations(states: readonly CorrelationState[]): Promise<RefusedState[]>;
  /**
   * Has correlations count events that were stored after their windows were saved, in the order of the bus; to be called
   * with all that is known loaded, before the first round. What they complete was found before.
   *
   * @param position up to which this brings them
   */
  recount(rows: readonly EventRow[], position: number): Promise<void>;
  /** Gives up the windows of tenants that are no more. */
  forgetCorrelations(tenants: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
