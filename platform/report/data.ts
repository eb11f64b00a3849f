import type { Entities, Finding, Incident, Level } from '@haechi/event';
import type { Lang } from '@haechi/locales';
import type { EventRow } from '../store/ports.ts';

/** What a rule says to people, in each language. */
export interface RuleTexts {
  readonly title: Readonly<Record<Lang, string>>;
  /** What to check and what to do, as one paragraph. */
  readonly response?: Readonly<Record<Lang, string>>;
}

/** Texts by rule id. A rule without an entry (a customer's, SigmaHQ's) shows its own title and gives no hint. */
export type RuleTextsById = Readonly<Record<string, RuleTexts>>;

interface Common {
  /** When the report is made, ISO 8601 UTC. */
  readonly generated: string;
  /** Version of Haechi that makes it. */
  readonly version: string;
  readonly rules: RuleTextsById;
}

/** One incident with what it rests on. */
export interface IncidentReportData extends Common {
  /** Name of the tenant as people know it. */
  readonly tenantName: string;
  readonly incident: Incident;
  /** Findings of the incident, in any order; may be fewer than `incident.findingCount`. */
  readonly findings: readonly Finding[];
  /** Events the findings rest on, in any order; may be fewer than the findings name. */
  readonly events: readonly EventRow[];
  readonly notes?: readonly { readonly time: string; readonly author: string; readonly text: string }[];
}

/** A finding as `./haechi analyze --json` prints it. */
export interface AnalysisFinding {
  readonly rule_id: string;
  readonly title: string;
  readonly level: Level;
  /** ISO 8601 UTC. */
  readonly time: string;
  /** Path as given, archive members after `!`. */
  readonly source: string;
  /** Record id or 1-based line. */
  readonly record: number | string;
  readonly entities: Entities;
  readonly attack: readonly string[];
}

/** The last line of `./haechi analyze --json`. */
interface AnalysisSummary {
  readonly files: number;
  readonly events: number;
  readonly bytes: number;
  readonly rejected: number;
  readonly findings: number;
  readonly rules_loaded: number;
  readonly rules_rejected: readonly { readonly path: string; readonly reason: string }[];
  /** Events by decoder. */
  readonly formats: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** One run of `./haechi analyze`. */
export interface AnalysisReportData extends Common {
  /** Paths as the user gave them. */
  readonly inputs: readonly string[];
  readonly summary: AnalysisSummary;
  /** Findings, in any order; may be fewer than `summary.findings`. */
  readonly findings: readonly AnalysisFinding[];
  /** Raw records behind the gravest findings, where the caller kept them. */
  readonly records?: readonly RawRecord[];
}

/** A record exactly as its source wrote it. */
interface RawRecord {
  readonly source: string;
  readonly record: number | string;
  readonly raw: string;
}
