/** Limits of the proxy, each with its unit and reason. Body sizes for inspection are the rules' (`SecRequestBodyLimit`). */
export const WAF_LIMITS = {
  /** Bytes of a request line with its headers; browsers and proxies stay below 32 kB. */
  headBytes: 65_536,
  /** Header fields of a request. */
  headers: 200,
  /** Milliseconds from the first byte of a request head to its end: a slow sender holds a connection no longer. */
  headMs: 10_000,
  /** Milliseconds without a byte of a body. */
  bodyIdleMs: 30_000,
  /** Bytes a second that a body brings at the least, over its whole length and after `bodyIdleMs`. */
  bodyBytesPerSecond: 512,
  /** Milliseconds in which a client takes no byte of an answer that waits for it; it is cut off after one or two of them. */
  sendIdleMs: 60_000,
  /** Milliseconds a connection is kept open between two requests. */
  keepAliveMs: 65_000,
  /** Milliseconds and bytes that are read over after the last answer, so that it arrives. */
  lingerMs: 2_000,
  /** Milliseconds in which a client that said goodbye over HTTP/2 takes something of the answers under way. */
  goodbyeMs: 8_000,
  lingerBytes: 1_048_576,
  /** Requests of one HTTP/2 connection under way at the same time. */
  streams: 100,
  /** Requests on one connection. */
  requestsPerConnection: 10_000,
  /** Bytes of a line of the chunked coding, extensions included. */
  chunkLineBytes: 1_024,
  /** Bytes of all trailer fields. */
  trailerBytes: 8_192,
  /** Milliseconds until the upstream has begun to answer. */
  upstreamMs: 60_000,
  /** Connections kept to the upstream. */
  upstreamConnections: 256,
  /** How often larger than its coded form a response may be when it is decoded for inspection. */
  decodingRatio: 100,
  /** Milliseconds between two steps of preparing rules for long values: requests come in between. */
  prepareMs: 20,
  /** Milliseconds a drain waits for requests under way. */
  drainMs: 30_000,
  /** Entries of the block list. */
  blocked: 1_000_000,
} as const;
