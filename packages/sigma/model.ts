import type { Level, Logsource } from '@haechi/event';
import type { Network } from './pattern/cidr.ts';

/** A string with Sigma's wildcards: literal text, `*`, `?`, or one of the five dashes of `windash`. */
export type PatternPart = string | typeof ANY_RUN | typeof ANY_CHAR | typeof ANY_DASH;
/** `*`: any number of characters, also none. */
export const ANY_RUN = Symbol('*');
/** `?`: exactly one character. */
export const ANY_CHAR = Symbol('?');
/** One of `-`, `/`, en dash, em dash, horizontal bar. */
export const ANY_DASH = Symbol('dash');

export type CompareOperator = 'lt' | 'lte' | 'gt' | 'gte' | 'eq';
export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** What one value of a rule asks of one value of an event (specification 2.1.0, modifiers appendix). */
export type Test =
  | { readonly kind: 'equals' | 'startswith' | 'endswith' | 'contains'; readonly text: string; readonly cased: boolean }
  /** At least one wildcard that is not a leading or trailing `*`. */
  | { readonly kind: 'glob'; readonly parts: readonly PatternPart[]; readonly cased: boolean }
  /** `*` alone: the field has a value. */
  | { readonly kind: 'present' }
  /** Missing, null, or an empty list. */
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly wanted: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: RegexFlags }
  | { readonly kind: 'cidr'; readonly network: Network }
  | { readonly kind: 'compare'; readonly op: CompareOperator; readonly number: number }
  | { readonly kind: 'date'; readonly part: DatePart; readonly op: CompareOperator; readonly number: number }
  | {
      readonly kind: 'fieldref';
      readonly field: string;
      readonly mode: 'equals' | 'startswith' | 'endswith' | 'contains';
      readonly cased: boolean;
    };

export interface RegexFlags {
  /** Case-insensitive. */
  readonly i: boolean;
  /** `^` and `$` match at lines. */
  readonly m: boolean;
  /** `.` matches the newline too. */
  readonly s: boolean;
}

/** One test on one field; `field` null means: on every value of the event (keyword). */
export interface Atom {
  readonly kind: 'atom';
  readonly field: string | null;
  readonly test: Test;
}

/** The detection of a rule with its search identifiers put in place. Frozen plain data. */
export type Expr =
  | Atom
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expr[] }
  | { readonly kind: 'not'; readonly of: Expr }
  /** One `field|modifiers: value` line, named as written; for `explain`. */
  | { readonly kind: 'item'; readonly label: string; readonly of: Expr }
  /** One search identifier; for `explain`. */
  | { readonly kind: 'search'; readonly name: string; readonly of: Expr };

/** What every kind of rule document has. */
export interface RuleMeta {
  /** `id` of the document; where it has none, an id derived from its content. */
  readonly id: string;
  readonly title: string;
  /** `name`, by which correlations may refer to the rule. */
  readonly name?: string;
  readonly status?: string;
  readonly description?: string;
  readonly author?: string;
  readonly date?: string;
  readonly modified?: string;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  /** Lower case. */
  readonly tags: readonly string[];
  readonly related: readonly { readonly id: string; readonly type: string }[];
  /** Where the rule was read from. */
  readonly path?: string;
}

export interface DetectionRule extends RuleMeta {
  readonly kind: 'detection';
  /** `medium` where the rule says nothing. */
  readonly level: Level;
  readonly logsource: Logsource;
  readonly condition: Expr;
  /** The condition as written; a list is joined with `or`. */
  readonly conditionText: string;
  /** `fields`: what an analyst wants to see of the event. */
  readonly fields: readonly string[];
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export interface Bound {
  readonly op: CompareOperator | 'neq';
  readonly number: number;
}

export interface CorrelationRule extends RuleMeta {
  readonly kind: 'correlation';
  readonly level: Level;
  readonly type: CorrelationType;
  /** Ids or names of rules and correlations, in the order written. */
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  /** alias → (id or name of a rule → field of its events). */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly timespanMs: number;
  /** All must hold. */
  readonly bounds: readonly Bound[];
  /** Fields whose values are counted or measured; several make one combined value. */
  readonly valueFields: readonly string[];
  /** `value_percentile` with `percentile: p`: which percentile is compared; without it, the share of the value. */
  readonly percentile?: number;
  /** Whether the rules it refers to also report by themselves. */
  readonly generate: boolean;
}

export interface FilterRule extends RuleMeta {
  readonly kind: 'filter';
  readonly logsource: Logsource;
  /** Ids or names; `any` for all rules of the log source. */
  readonly rules: readonly string[] | 'any';
  /** Added to the rules with AND, as written. */
  readonly condition: Expr;
}

export type SigmaRule = DetectionRule | CorrelationRule | FilterRule;
