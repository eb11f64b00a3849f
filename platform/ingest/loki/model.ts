/** One line of a stream. */
export interface Entry {
  /** Nanoseconds since the epoch; 0 for none. */
  readonly timeUnixNano: bigint;
  readonly line: string;
  readonly structuredMetadata: ReadonlyMap<string, string>;
}

/** The lines of one label set. */
export interface Stream {
  readonly labels: ReadonlyMap<string, string>;
  /** What could not be read is given as its text. */
  readonly entries: readonly (Entry | { readonly unreadable: string })[];
}
