/** A value of OTLP (`AnyValue`, common.proto) as JSON has it: bytes are base64, integers past 2^53 text. */
export type OtlpValue =
  | string
  | number
  | boolean
  | null
  | readonly OtlpValue[]
  | { readonly [name: string]: OtlpValue };

type Attributes = ReadonlyMap<string, OtlpValue>;

/** One `LogRecord` (logs.proto). */
export interface LogRecord {
  /** Nanoseconds since the epoch, of the event or else of its collection; 0 for neither. */
  readonly timeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: OtlpValue;
  readonly attributes: Attributes;
  /** Hexadecimal; empty for none. */
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
}

/** The records of one scope of one resource. */
export interface ScopeLogs {
  readonly resource: Attributes;
  /** Name of the logger; empty for none. */
  readonly scope: string;
  readonly scopeAttributes: Attributes;
  /** A record that could not be read is given as its text. */
  readonly records: readonly (LogRecord | { readonly unreadable: string })[];
}
