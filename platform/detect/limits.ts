/** Limits of what detection keeps between events. */
export const DETECT_LIMITS = {
  /** Events of one generation whose entities are remembered, of two: a correlation names those of all its events. */
  knownEvents: 25_000,
  /** Values kept for each kind of entity of one finding. */
  entityValues: 50,
  /** Events of one tenant whose entities are saved with its open windows: as many as one generation. */
  savedEvents: 25_000,
  /** Characters of the entities that are saved with the windows of one tenant. */
  savedEntityChars: 2 * 1024 ** 2,
  /** Bytes of the saved windows of one tenant, packed; the table takes no more (migration 0014). */
  stateBytes: 16 * 1024 ** 2,
  /** Bytes of the same, unpacked: what a damaged state may make of the memory. */
  unpackedBytes: 64 * 1024 ** 2,
  /** Packed bytes from which no further tenant is taken into one answer: it is copied between threads. */
  takenBytes: 32 * 1024 ** 2,
} as const;
