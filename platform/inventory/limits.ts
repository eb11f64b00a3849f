/** Limits of asset and user tables, each with the reason. */
export const INVENTORY_LIMITS = {
  /** Rows of one table of a tenant: all of them are in memory while events are looked up. */
  rows: 100_000,
  /** Bytes of a file: 100,000 rows of 300 bytes. */
  fileBytes: 32 * 1024 ** 2,
  /** Characters of a name, an address or any other short text. */
  textChars: 256,
  /** Characters of a note. */
  noteChars: 2_000,
  /** Addresses, host names, aliases or tags of a row: a machine with more is better written as a network. */
  values: 64,
  /** Columns of a file; what stands behind is not read. */
  columns: 64,
  /** Refused rows that are shown. */
  shownProblems: 50,
  /** Good rows that a preview shows. */
  shownRows: 5,
} as const;
