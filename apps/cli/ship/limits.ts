/** Limits of shipping files; each with its unit and the reason for the default. */
export const SHIP_LIMITS = {
  /** Bytes read from a file at once. */
  pieceBytes: 256 * 1024,
  /** Bytes of a line; the rest of a longer one is cut off and counted. Collectors take no larger event. */
  lineBytes: 1024 ** 2,
  /** Bytes of text in one request; collectors take 1 MB at the least. */
  requestBytes: 800_000,
  /** Events of one request. */
  requestEvents: 5_000,
  /** Files sent at once: one waits for its answer while another is read. */
  senders: 4,
  /** Milliseconds between two looks at the folders. */
  pollMs: 1_000,
  /** Milliseconds that a last line waits for its newline. */
  lastLineMs: 5_000,
  /** Milliseconds without a write after which a file that was rotated away is closed: its writer may not have noticed yet. */
  rotatedMs: 60_000,
  /** Milliseconds without a write after which a `.gz` counts as written to its end. */
  gzipQuietMs: 5_000,
  /** Milliseconds after which a file that could not be read is tried again. */
  retryMs: 60_000,
  /** Files kept open; past it the one longest unused is closed. */
  openFiles: 512,
  /** Milliseconds that a file which is gone is remembered: its compressed copy is known by it. */
  rememberMs: 7 * 24 * 3_600_000,
  /** Milliseconds between two writes of the registry; what was sent since is sent again after a crash, under the same ids. */
  registryMs: 1_000,
  /** Bytes at the start of a file, and before the position, by which a file is known again. */
  fingerprintBytes: 256,
} as const;
