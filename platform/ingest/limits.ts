/** Limits of the network intake; each with its unit and the reason for the default. */
export interface IngestLimits {
  /** Bytes of a compressed request body: shippers batch 1 to 10 MiB, the largest default in the field is 20 MiB. */
  readonly bodyBytes: number;
  /** Bytes of a body once it is not, or no longer, compressed: logs compress about tenfold, bombs a thousandfold. */
  readonly expandedBytes: number;
  /** Bodies held at once over all senders, bytes; past it a sender is told to slow down. */
  readonly inFlightBytes: number;
  /** Characters of one record: Windows events reach 64 Ki, stack traces and scripts a few hundred Ki. */
  readonly recordChars: number;
  /** Records of one request. */
  readonly requestRecords: number;
  /** Nesting of a JSON record: real events stay under 20. */
  readonly jsonDepth: number;
  /** Characters of one batch handed to the spool: small enough that the pipeline's rounds stay even. */
  readonly batchChars: number;
  /** Records of one batch handed to the spool. */
  readonly batchRecords: number;
}

export const INGEST_LIMITS: IngestLimits = {
  bodyBytes: 32 * 1024 ** 2,
  expandedBytes: 64 * 1024 ** 2,
  inFlightBytes: 512 * 1024 ** 2,
  recordChars: 1024 ** 2,
  requestRecords: 100_000,
  jsonDepth: 64,
  batchChars: 4 * 1024 ** 2,
  batchRecords: 10_000,
};

/** Limits of acknowledgement in the HTTP Event Collector. */
export interface AckLimits {
  /** Channels remembered over all tokens; the one longest unused is forgotten first. */
  readonly channels: number;
  /** Acknowledgements of one channel that nobody asked for yet; past it the sender is told to slow down. */
  readonly pending: number;
  /** Acknowledgement ids of one question. */
  readonly asked: number;
}

export const ACK_LIMITS: AckLimits = { channels: 10_000, pending: 10_000, asked: 10_000 };
