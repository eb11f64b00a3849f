/** What can be wrong with a rule file. */
export type ProblemCode =
  | 'file_unreadable'
  | 'include_cycle'
  | 'syntax'
  | 'unknown_directive'
  | 'unsupported_directive'
  | 'bad_argument'
  | 'unknown_variable'
  | 'unknown_operator'
  | 'unsupported_operator'
  | 'unavailable_operator'
  | 'bad_operator_argument'
  | 'unknown_transformation'
  | 'unknown_action'
  | 'unsupported_action'
  | 'bad_action_argument'
  | 'missing_id'
  | 'duplicate_id'
  | 'broken_chain'
  | 'no_effect'
  | 'no_such_rule'
  | 'no_such_marker';

/** One finding about a rule file: an error, which keeps the rules from loading, or a warning. */
export interface Problem {
  readonly code: ProblemCode;
  readonly file: string;
  /** 1-based line where the directive starts; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** Thrown inside the loader for one directive; becomes a `Problem` with its file and line. */
export class RuleRefusal extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = 'RuleRefusal';
    this.code = code;
  }
}
