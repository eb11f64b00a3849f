/** Bounds of the parsers that tenants write. */
export const PARSER_LIMITS = {
  /** Parsers of one tenant: a person must still be able to say which of them reads a line. */
  perTenant: 200,
  /** Bytes of an expression in UTF-8. */
  expressionBytes: 8_192,
  /** Characters of one condition on the logs that a parser reads. */
  conditionChars: 256,
  /**
   * Expressions that are tried on one line, nearest tenant first; after that its format is detected. A line for which
   * so many parsers claim to be written is hostile or a mistake, and must not cost the others.
   */
  triesPerLine: 16,
  /** Lines that are tried at once in the console, and characters of all of them. */
  tryLines: 100,
  tryChars: 65_536,
} as const;
