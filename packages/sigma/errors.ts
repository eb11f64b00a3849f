/** Why a rule was not loaded: closed, stable for users' filters. */
export const RULE_ERROR_CODES = [
  'invalid_yaml',
  'not_a_rule',
  'missing_title',
  'invalid_metadata',
  'missing_logsource',
  'invalid_logsource',
  'missing_detection',
  'invalid_detection',
  'missing_condition',
  'invalid_condition',
  'unknown_identifier',
  'unsupported_condition',
  'unknown_modifier',
  'invalid_modifier',
  'invalid_value',
  'unresolved_placeholder',
  'invalid_regex',
  'unsafe_regex',
  'invalid_correlation',
  'unknown_rule',
  'invalid_filter',
  'unsupported_taxonomy',
  'duplicate_id',
  'limit_exceeded',
  'unreadable_file',
] as const;
export type RuleErrorCode = (typeof RULE_ERROR_CODES)[number];

/** One rule (or one document of a file) that was rejected, and why. */
export interface RuleError {
  readonly code: RuleErrorCode;
  /** What is wrong, in English, with the name of the part. */
  readonly reason: string;
  readonly path?: string;
  /** Id of the rule where the document has one. */
  readonly ruleId?: string;
  /** 0-based index of the document in its file. */
  readonly document?: number;
}

/** Thrown inside the parser and turned into a `RuleError` at its edge; never leaves the package. */
export class RuleFault extends Error {
  readonly code: RuleErrorCode;

  constructor(code: RuleErrorCode, reason: string) {
    super(reason);
    this.name = 'RuleFault';
    this.code = code;
  }
}
