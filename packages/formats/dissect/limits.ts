/** Bounds of the dissect expressions that tenants write, and of the lines they read. */
export const dissectLimits = {
  /** Characters of an expression: more than any log line has fields for. */
  expressionChars: 4096,
  /** Keys of an expression, skipped ones included: each costs a slice a line. */
  keys: 128,
  /** Characters of the text between two keys: looking for a longer one in hostile text costs their product. */
  delimiterChars: 128,
  /** Characters of a line: beyond it a line is no line that a person wrote an expression for. */
  lineChars: 65_536,
} as const;
