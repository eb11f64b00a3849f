/** Bounds of the grok expressions that tenants write, and of the lines they read. */
export const grokLimits = {
  /** Characters of an expression: more than any log line has fields for. */
  expressionChars: 4096,
  /** Fields of an expression: each is a group that the engine carries along. */
  fields: 64,
  /** Characters of a line: beyond it a line is no line that a person wrote an expression for. */
  lineChars: 65_536,
  /**
   * Characters of a line times characters that the expression matches: the linear engine holds all of them open at once
   * in the worst case, for up to 120 ns each. Keeps a hostile line below 50 ms whatever the expression is.
   */
  steps: 400_000,
  /** Characters up to which V8's quick engine reads a line, where it gives up to the linear one after too many turns. */
  quickChars: 512,
} as const;
