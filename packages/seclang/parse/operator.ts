/** The operator of a rule as written: `!@rx pattern`. */
export interface OperatorSpec {
  readonly negated: boolean;
  /** Name in lower case; `rx` where none is given. */
  readonly name: string;
  readonly argument: string;
}

/** Parses an operator with its argument; text without `@` is a regular expression. */
export function parseOperator(text: string): OperatorSpec {
  const trimmed = text.trimStart();
  const negated = /^!\s*(?=@|[^@])/.test(trimmed);
  const named = /^!?\s*@([A-Za-z0-9_]+)(?:\s+|$)/.exec(trimmed);
  if (named !== null) {
    return { negated, name: named[1]!.toLowerCase(), argument: trimmed.slice(named[0].length).trim() };
  }
  return { negated, name: 'rx', argument: negated ? trimmed.slice(1) : text };
}
