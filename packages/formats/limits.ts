/** Bounds that keep one hostile record from costing the others anything. Every decoder reads them from its context. */
export interface FormatLimits {
  /** UTF-16 units (bytes, for ASCII) of one line in a file. The longest honest lines (script block logging, stack dumps) stay below 256 KiB. */
  readonly lineChars: number;
  /** UTF-16 units of one record that spans lines: a JSON document of a file, a Windows XML event, a joined audit event. */
  readonly recordChars: number;
  /** Levels of nesting of a JSON value. Kubernetes audit, the deepest honest source, needs about 30. */
  readonly jsonDepth: number;
  /** Values (leaves) of one record that are kept in the native view. */
  readonly nativeFields: number;
  /** Values (leaves) of one record that are kept in `unmapped`. */
  readonly unmappedFields: number;
  /** UTF-16 units of one value in `unmapped` or a label; the raw record keeps the whole. */
  readonly valueChars: number;
  /** UTF-16 units of a rejected record that are kept with the reject: a whole line, or it could not be replayed. */
  readonly rejectChars: number;
  /** Audit events that may be open (waiting for their other lines) at once. */
  readonly openEvents: number;
  /** Lines joined into one record (audit event, stack trace). */
  readonly joinedLines: number;
  /** Columns of a CSV or TSV record. */
  readonly columns: number;
  /** Bytes of the start of a file that format and encoding detection may look at. */
  readonly sampleBytes: number;
  /** Records in one carrier (a CloudWatch batch, a `records` array handed to `value`). */
  readonly carriedRecords: number;
}

export const DEFAULT_LIMITS: FormatLimits = {
  lineChars: 1_048_576,
  recordChars: 8_388_608,
  jsonDepth: 64,
  nativeFields: 512,
  unmappedFields: 256,
  valueChars: 32_768,
  rejectChars: 1_048_576,
  openEvents: 128,
  joinedLines: 256,
  columns: 512,
  sampleBytes: 65_536,
  carriedRecords: 100_000,
};
