/** What one detector made of a log. */
export interface PeerRun {
  /** From its start to its end, loading of its rules and all. */
  readonly seconds: number;
  /** Addresses it names as attackers. */
  readonly found: ReadonlySet<string>;
}
