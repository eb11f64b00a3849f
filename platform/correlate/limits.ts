/** Limits of incident grouping; each with its unit and reason. */
export interface GroupingLimits {
  /** Milliseconds without a new finding after which an incident takes no more: a story with a pause of a shift is a new one. */
  readonly quietMs: number;
  /** Milliseconds from first to last finding; longer campaigns are chained by the analyst, not by chance. */
  readonly longestMs: number;
  /** Incidents held in memory a tenant; past it the longest quiet one is closed. */
  readonly openIncidents: number;
  /** Finding ids listed in an incident; the count goes on. */
  readonly findings: number;
  /** Values kept for each kind of entity of an incident. */
  readonly entityValues: number;
}

export const GROUPING_LIMITS: GroupingLimits = {
  quietMs: 6 * 3_600_000,
  longestMs: 7 * 24 * 3_600_000,
  openIncidents: 5_000,
  findings: 1_000,
  entityValues: 200,
};
