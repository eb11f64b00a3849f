/**
 * How much of its data a report prints. A report is for people: past these figures it says how many were left out and
 * the JSON format or the console gives the rest.
 */
export const REPORT_LIMITS = {
  /** Rows of the timeline: about 12 printed pages. */
  timelineRows: 300,
  /** Rules in the findings section: each takes about a sixth of a page. */
  rules: 80,
  /** Raw records in the appendix. */
  rawRecords: 40,
  /** Characters (UTF-16 units) of one raw record: most log lines whole, and no page-filling request body. */
  rawChars: 1_200,
  /** Characters (UTF-16 units) of one table cell or paragraph that comes from data. */
  cellChars: 240,
  /** Values of one kind of entity. */
  entityValues: 20,
  /** Assets and users named beside the priority. */
  stakes: 6,
  /** Analysts' notes. */
  notes: 50,
  /** Rejected rules and undecodable sources listed by name. */
  rejectedRules: 30,
} as const;
