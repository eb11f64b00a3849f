import type { Finding } from '@haechi/event';
import type { AddressSources } from '../enrich/address-facts.ts';

/** What an analysis is asked to do; the same for every worker. */
export interface AnalysisTask {
  /** `findings` matches rules, `events` gives the decoded records themselves. */
  readonly mode: 'findings' | 'events';
  readonly rules: readonly { readonly path: string; readonly text: string }[];
  /** Folder where parsed rules are kept between runs. */
  readonly cache?: string;
  /** Adds what is known of public addresses to the events; only in mode `events`. */
  readonly addresses?: AddressSources;
  readonly timeZone: string;
  /** Milliseconds since the epoch: the year that RFC 3164 leaves out. */
  readonly now: number;
}

/** A finding of offline analysis: what the command contract prints. */
export interface AnalysisFinding {
  readonly type: 'finding';
  readonly rule_id: string;
  readonly title: string;
  readonly level: Finding['level'];
  readonly time: string;
  readonly source: string;
  readonly record: number;
  readonly entities: Finding['entities'];
  readonly attack: readonly string[];
}

/** A record that a correlation rule may count. */
export interface RecordHit {
  readonly ruleId: string;
  readonly ms: number;
  /** The fields that correlation rules group by or count, by native name. */
  readonly fields: Record<string, unknown>;
  readonly record: number;
  readonly entities: Finding['entities'];
}

/** A hit with its file, kept until all files are read so that hits can be fed in order of time. */
export interface CorrelationHit extends RecordHit {
  readonly source: string;
}

/** Something that could not be read: a record, a file, or an archive member. */
export interface AnalysisReject {
  readonly type: 'reject';
  readonly source: string;
  readonly record: number;
  readonly reason: string;
  readonly raw: string;
}

/** What one file came to. */
interface FileTotals {
  readonly events: number;
  readonly bytes: number;
  readonly rejected: number;
  readonly formats: Readonly<Record<string, number>>;
}

export type ToWorker =
  | { readonly kind: 'file'; readonly index: number; readonly path: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'end' };

export type FromWorker =
  | {
      readonly kind: 'ready';
      readonly rulesLoaded: number;
      readonly rulesRejected: readonly { readonly path: string; readonly reason: string }[];
    }
  | {
      readonly kind: 'output';
      readonly index: number;
      readonly lines: string;
      readonly findings: readonly AnalysisFinding[];
      /** The file or member of an archive that the hits are from. */
      readonly source: string;
      /** JSON of `RecordHit[]`, or empty: as text they cross threads at half the cost of a structured clone. */
      readonly hits: string;
      readonly rejects: readonly AnalysisReject[];
    }
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly index: number; readonly totals: FileTotals };
