/** How a transaction was ended by a rule or a body limit. */
export interface Interruption {
  readonly action: 'deny' | 'drop' | 'redirect';
  /** Status code to answer with. */
  readonly status: number;
  /** The rule that ended it; 0 for a body limit. */
  readonly ruleId: number;
  /** Location of a redirection. */
  readonly redirect?: string;
}

/** A rule that matched and is logged. Strings of bytes: decode them as UTF-8 for people. */
export interface MatchedRule {
  readonly id: number;
  readonly phase: number;
  /** Severity word, for example `CRITICAL`; empty where the rule has none. */
  readonly severity: string;
  readonly msg: string;
  readonly data: string;
  readonly tags: readonly string[];
  readonly file: string;
  readonly line: number;
  /** Whether the match alone is reason to write the transaction to the audit log. */
  readonly auditlog: boolean;
  /** Full name of the variable that matched, for example `ARGS:id`, in a chain that of the request; empty for SecAction. */
  readonly variable: string;
}
