/** Limits on what a rule file or an event may ask of the engine; each with its unit and its reason. */
export const LIMITS = {
  /** Bytes (UTF-16 units) of one rule file: the largest of SigmaHQ's is 50 kB; parsing cost grows with size. */
  ruleFileChars: 2_000_000,
  /** YAML documents in one file: a correlation and its rules are a handful; a bundle of a whole folder fits. */
  documentsPerFile: 5_000,
  /** Nested maps and lists in a detection: the specification needs three. */
  detectionDepth: 16,
  /** Parentheses and `not` nested in a condition: the parser recurses. */
  conditionDepth: 64,
  /** Tokens of one condition. */
  conditionTokens: 2_000,
  /** Values of one item after placeholders, windash and base64offset made their variants. */
  valuesPerItem: 50_000,
  /** UTF-16 units of one value of a rule. */
  valueChars: 65_536,
  /** Dashes of one windash value that are expanded; further ones are matched by a class, not by copies (5^n). */
  windashExpanded: 2,
  /** UTF-16 units of one regular expression. */
  regexChars: 10_000,
  /** Levels that are followed inside a nested event value (JSON objects inside a field). */
  eventDepth: 12,
  /** Values of one event that a keyword search looks at. */
  keywordValues: 2_000,
  /** Groups that one correlation rule keeps; each is some hundred bytes. The least recently opened goes first. */
  correlationGroups: 100_000,
  /** Events that one group of a correlation keeps; a rule that counts further is rejected. The oldest goes first. */
  correlationEvents: 10_000,
  /** References to events that a correlation match lists; its count goes on. */
  correlationRefs: 100,
  /** Correlations that refer to correlations, in a row. */
  correlationDepth: 16,
  /** Rules of one correlation. */
  correlationRules: 64,
  /** Characters of the windows of one scope in a snapshot: some 100,000 events. The windows longest without an event are left out. */
  correlationSnapshotChars: 8 * 1024 ** 2,
  /** Milliseconds by which an event may lie ahead of when it came in: clocks of hosts that run NTP differ by less. */
  correlationAheadMs: 600_000,
} as const;
