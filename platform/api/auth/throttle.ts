/** How login attempts are slowed down; each with its unit and reason. */
export interface ThrottleLimits {
  /** Failures that cost nothing: people mistype. */
  readonly freeFailures: number;
  /** Milliseconds of the first wait; each further failure doubles it. */
  readonly firstWaitMs: number;
  /** Longest wait: an attacker must not be able to lock an account out for good. */
  readonly longestWaitMs: number;
  /** Keys remembered; the oldest is forgotten first, so that made-up names cannot fill the memory. */
  readonly maxKeys: number;
}

const LOGIN_THROTTLE: ThrottleLimits = {
  freeFailures: 5,
  firstWaitMs: 1_000,
  longestWaitMs: 15 * 60_000,
  maxKeys: 50_000,
};

interface Record {
  failures: number;
  until: number;
}

/**
 * Slows guessing down per key (an account, an address): after some free failures each further one doubles the wait.
 * Kept in memory: a restart forgives, which an attacker cannot cause.
 */
export class Throttle {
  readonly #limits: ThrottleLimits;
  readonly #records = new Map<string, Record>();

  constructor(limits: ThrottleLimits = LOGIN_THROTTLE) {
    this.#limits = limits;
  }

  /** Milliseconds to wait before the next attempt is looked at; 0 when it may go on. */
  waitMs(key: string, now: number): number {
    return Math.max(0, (this.#records.get(key)?.until ?? 0) - now);
  }

  failed(key: string, now: number): void {
    const failures = (this.#records.get(key)?.failures ?? 0) + 1;
    const over = failures - this.#limits.freeFailures;
    const wait = over <= 0 ? 0 : Math.min(this.#limits.firstWaitMs * 2 ** (over - 1), this.#limits.longestWaitMs);
    this.#records.delete(key);
    this.#records.set(key, { failures, until: now + wait });
    if (this.#records.size > this.#limits.maxKeys) {
      const oldest = this.#records.keys().next().value;
      if (oldest !== undefined) this.#records.delete(oldest);
    }
  }

  succeeded(key: string): void {
    this.#records.delete(key);
  }
}
