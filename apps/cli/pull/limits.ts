/** Limits of reading a bucket; each with its unit and the reason for the default. */
export const PULL_LIMITS = {
  /** Bytes of one answer to ListObjectsV2: 1,000 keys of 1,024 bytes, URL-encoded, stay below. */
  listingBytes: 8 * 1024 ** 2,
  /** Levels of elements in an answer; S3's own have four. */
  listingDepth: 8,
  /** Bytes of an error's body that are read. */
  errorBytes: 64 * 1024,
  /** Bytes of one object as stored; S3 takes 5 TiB, services that write logs stay below 1 GiB. */
  objectBytes: 16 * 1024 ** 3,
  /** Characters of text in one request to the collector. */
  requestChars: 800_000,
  /** Events of one request to the collector. */
  requestEvents: 5_000,
  /** Objects read at once. */
  readers: 4,
  /** Milliseconds without a byte from the store after which a request has failed. */
  quietMs: 60_000,
  /** Times that one request is sent while the store is busy or away. */
  requestTries: 6,
  /** Milliseconds before the second try; each further one waits twice as long, at the most `longestWaitMs`. */
  firstWaitMs: 500,
  longestWaitMs: 30_000,
  /** Times that a broken object is read before it is given up. */
  objectTries: 3,
  /** Milliseconds before broken objects are read again, without --follow. */
  retryMs: 1_000,
  /**
   * Milliseconds before the start of a look within which objects are remembered one by one: late ones, and those whose
   * upload in parts began earlier (S3 dates them by its beginning), are still found.
   */
  windowMs: 24 * 3_600_000,
  /** Objects remembered one by one; past it the window is cut short, the newest first. */
  rememberedObjects: 100_000,
  /** Milliseconds between two writes of the checkpoint. */
  checkpointMs: 1_000,
} as const;
