/** Records of one source in one hour. */
export interface SourceCount {
  readonly tenant: string;
  readonly source: string;
  /** Start of the hour, ISO 8601 UTC. */
  readonly hour: string;
  received: number;
  accepted: number;
  rejected: number;
  /** Of the records that were made durable. */
  bytes: number;
  /** Events that came more than an hour after they happened. */
  late: number;
  /** Events that were sent before, and are stored once. */
  doubled: number;
}

/** What shows of the records of a batch when they are decoded and stored. */
interface LaterCount {
  readonly tenant: string;
  readonly source: string;
  /** When they came in, ISO 8601 UTC. */
  readonly received: string;
  readonly late: number;
  readonly doubled: number;
}

/** Where counts are kept; adds to what is stored. */
export interface CountStore {
  add(counts: readonly SourceCount[]): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Sources counted between two flushes; further ones are counted together, so that made-up names cannot fill the memory. */
const MAX_SOURCES = 10_000;
const OTHER_SOURCES = 'other';

/**
 * Counts records received, accepted (durable) and rejected by tenant, source and hour, and adds them to the store from
 * time to time. A crash loses the counts since the last flush; it never loses events.
 */
export class IntakeCounters {
  /** Since the process started, over everything; `cut` are accepted records that were longer than the limit. */
  readonly totals = { received: 0, accepted: 0, rejected: 0, bytes: 0, cut: 0, late: 0, doubled: 0 };

  readonly #store: CountStore;
  readonly #now: () => number;
  #counts = new Map<string, SourceCount>();

  constructor(store: CountStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  add(tenant: string, source: string, counted: { accepted?: number; rejected?: number; bytes?: number }): void {
    const { accepted = 0, rejected = 0, bytes = 0 } = counted;
    const count = this.#countOf(tenant, source, this.#now());
    for (const sum of [count, this.totals]) {
      sum.received += accepted + rejected;
      sum.accepted += accepted;
      sum.rejected += rejected;
      sum.bytes += bytes;
    }
  }

  /** Counts what showed later, behind the bus, in the hour in which the records came in. */
  addLater({ tenant, source, received, late, doubled }: LaterCount): void {
    for (const sum of [this.#countOf(tenant, source, Date.parse(received)), this.totals]) {
      sum.late += late;
      sum.doubled += doubled;
    }
  }

  /** Adds what was counted to the store; what the store does not take is counted on. */
  async flush(): Promise<void> {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    try {
      await this.#store.add([...counts.values()]);
    } catch (error) {
      for (const [key, lost] of counts) {
        const count = this.#counts.get(key);
        if (count === undefined) this.#counts.set(key, lost);
        else {
          count.received += lost.received;
          count.accepted += lost.accepted;
          count.rejected += lost.rejected;
          count.bytes += lost.bytes;
          count.late += lost.late;
          count.doubled += lost.doubled;
        }
      }
      throw error;
    }
  }

  #countOf(tenant: string, source: string, ms: number): SourceCount {
    const hour = new Date(Math.floor(ms / HOUR_MS) * HOUR_MS).toISOString();
    const named = this.#counts.size < MAX_SOURCES || this.#counts.has(`${tenant}\n${source}\n${hour}`);
    const name = named ? source : OTHER_SOURCES;
    const key = `${tenant}\n${name}\n${hour}`;
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = { tenant, source: name, hour, received: 0, accepted: 0, rejected: 0, bytes: 0, late: 0, doubled: 0 };
      this.#counts.set(key, count);
    }
    return count;
  }
}
