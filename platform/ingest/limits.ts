/** Limits of the network intake; each with its unit and the reason for the default. */
export interface IngestLimits {
  /** Bytes of a compressed request body: shippers batch 1 to 10 MiB, the largest default in the field is 20 MiB. */
  readonly bodyBytes: number;
  /** Bytes of a body once it is not, or no longer, compressed: logs compress about tenfold, bombs a thousandfold. */
  readonly expandedBytes: number;
  /** Milliseconds in which a body must have come, as Node's servers have it: one that drips in holds its memory. */
  readonly bodyMs: number;
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
  bodyMs: 300_000,
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
  /** Acknowledgements of one channel that nobody asked for yet; past it a sender that asks is told to slow down. */
  readonly pending: number;
  /** The same over all channels; past it the channel longest unused is forgotten. */
  readonly pendingInAll: number;
  /** Acknowledgement ids of one question. */
  readonly asked: number;
}

export const ACK_LIMITS: AckLimits = { channels: 10_000, pending: 10_000, pendingInAll: 1_000_000, asked: 10_000 };

/** Limits of protocols over plain sockets. */
export interface SocketLimits {
  /** Bytes of one message. */
  readonly messageBytes: number;
  /** TCP connections of one listener. */
  readonly connections: number;
  /** Milliseconds without a byte after which a TCP connection is closed; quiet devices reconnect. */
  readonly idleMs: number;
  /** Records that are made durable together. */
  readonly batchRecords: number;
  /** Milliseconds that a record waits for company before it is made durable. */
  readonly batchMs: number;
  /** Senders of datagrams told apart at once; addresses can be forged. */
  readonly datagramSenders: number;
  /** Bytes of datagrams that wait to be made durable; past it they are dropped and counted, UDP knows no "slow down". */
  readonly datagramBytes: number;
  /**
   * Bytes that all streams of one listener may hold of records that are not durable, and again of messages that are not at
   * their end. Past the first no stream is read before its own are durable; past the second the one that grows is closed.
   */
  readonly streamBytes: number;
  /** Milliseconds between two tries while storage is full; a TCP sender is not read meanwhile. */
  readonly retryMs: number;
}

/**
 * Syslog. RFC 5424 6.1 asks for messages of 2,048 bytes, RFC 5425 4.3.1 for 8,192; firewalls and EDR exporters send up
 * to 64 KiB. Longer ones are cut.
 */
export const SYSLOG_LIMITS: SocketLimits = {
  messageBytes: 64 * 1024,
  connections: 10_000,
  idleMs: 15 * 60_000,
  batchRecords: 1_000,
  batchMs: 100,
  datagramSenders: 1_000,
  datagramBytes: 64 * 1024 ** 2,
  streamBytes: 256 * 1024 ** 2,
  retryMs: 500,
};

/** Limits of GELF over plain sockets. */
export interface GelfLimits extends SocketLimits {
  /** Parts of one message (GELF 1.1, "Chunking"). */
  readonly chunks: number;
  /** Milliseconds within which all parts must come (GELF 1.1, "Chunking"). */
  readonly assemblyMs: number;
  /** Messages whose parts are waited for at once; past it the oldest is given up. Senders can be forged. */
  readonly assemblies: number;
  /** Bytes of parts that wait for others; past it the oldest messages are given up. */
  readonly assemblyBytes: number;
}

/** GELF. 128 parts of 8,154 bytes, which is what senders make of a large message, are just below 1 MiB. */
export const GELF_LIMITS: GelfLimits = {
  ...SYSLOG_LIMITS,
  connections: 2_000,
  messageBytes: 1024 ** 2,
  chunks: 128,
  assemblyMs: 5_000,
  assemblies: 1_000,
  assemblyBytes: 32 * 1024 ** 2,
};
