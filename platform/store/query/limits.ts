/** Limits of a query text, each with its unit and reason. */
export const QUERY_LIMITS = {
  /** UTF-16 units of the whole text: a person's query, or a rule's, is far shorter. */
  characters: 8_192,
  /** Conditions in one query: each is an expression over every row. */
  conditions: 256,
  /** Parentheses and `not`s inside each other: the parser and ClickHouse's own both recurse. */
  depth: 32,
} as const;
