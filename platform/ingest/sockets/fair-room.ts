/**
 * Room for so many connections of a listener, shared fairly: while it is full, a host that has few is let in at the cost
 * of the host that has most. So one host may use all of it that nobody else wants, and can shut nobody out.
 */
export class FairRoom<Connection> {
  readonly #most: number;
  /** The connections of each host, the newest last. */
  readonly #ofHost = new Map<string, Connection[]>();
  #size = 0;

  /** @param most connections, at least 1 */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a connection in; answers the one that has to go for it, which may be itself and is not in any more. */
  enter(connection: Connection, host: string): Connection | undefined {
    const own = this.#ofHost.get(host) ?? [];
    let gone: Connection | undefined;
    if (this.#size >= this.#most) {
      const [largestHost, largest] = this.#largest();
      if (largest.length <= own.length + 1) return connection;
      // Its newest: long-lived connections are those of senders that have been doing their work.
      gone = largest.at(-1);
      if (gone !== undefined) this.leave(gone, largestHost);
    }
    own.push(connection);
    this.#ofHost.set(host, own);
    this.#size += 1;
    return gone;
  }

  /** A connection that ended; one that is not in is none of our business. */
  leave(connection: Connection, host: string): void {
    const own = this.#ofHost.get(host);
    const index = own?.lastIndexOf(connection) ?? -1;
    if (own === undefined || index === -1) return;
    own.splice(index, 1);
    if (own.length === 0) this.#ofHost.delete(host);
    this.#size -= 1;
  }

  #largest(): [host: string, connections: readonly Connection[]] {
    let found: [string, readonly Connection[]] = ['', []];
    for (const entry of this.#ofHost) if (entry[1].length > found[1].length) found = entry;
    return found;
  }
}
