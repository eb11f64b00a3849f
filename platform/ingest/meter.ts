import type { Allowance, Wait } from './allowance.ts';

/** Seconds of the rate that may come at once. */
const BURST_SECONDS = 10;
const DAY_MS = 86_400_000;

export type Excess = 'intake_rate_exceeded' | 'intake_volume_exceeded';

/** A bucket of events that fills at the rate, and the bytes of the day. */
export class Meter {
  path = '';
  #rate: number | null = null;
  #daily: number | null = null;
  #events = Number.POSITIVE_INFINITY;
  #filledMs: number;
  #day: number;
  #bytes = 0;

  constructor(now: number) {
    this.#filledMs = now;
    this.#day = Math.floor(now / DAY_MS);
  }

  bound({ path, eventsPerSecond, bytesPerDay }: Allowance, usedToday: number, now: number): void {
    this.path = path;
    this.#roll(now);
    this.#rate = eventsPerSecond;
    this.#daily = bytesPerDay;
    if (eventsPerSecond !== null) this.#events = Math.min(this.#events, eventsPerSecond * BURST_SECONDS);
    this.#bytes = Math.max(this.#bytes, usedToday);
  }

  excess(now: number): Excess | undefined {
    this.#roll(now);
    if (this.#rate !== null && this.#events <= 0) return 'intake_rate_exceeded';
    return this.#daily !== null && this.#bytes >= this.#daily ? 'intake_volume_exceeded' : undefined;
  }

  /** Until half of what may come at once is there, and the day has room; `undefined` where both are. */
  spareIn(now: number): Wait | undefined {
    this.#roll(now);
    if (this.#daily !== null && this.#bytes >= this.#daily)
      return { bound: 'volume', ms: Math.max(1, (this.#day + 1) * DAY_MS - now) };
    if (this.#rate === null) return undefined;
    const missing = this.portion() - this.#events;
    return missing > 0 ? { bound: 'rate', ms: Math.max(1, (missing / this.#rate) * 1_000) } : undefined;
  }

  /** Half of what may come at once. */
  portion(): number {
    return this.#rate === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((this.#rate * BURST_SECONDS) / 2));
  }

  take(records: number, bytes: number): void {
    this.#events -= records;
    this.#bytes += bytes;
  }

  /** Midnight may have come since. */
  giveBack(records: number, bytes: number): void {
    this.#events += records;
    this.#bytes = Math.max(0, this.#bytes - bytes);
  }

  /**
   * A clock that was set back fills nothing and forgives nothing, but the day is the one that it says: else the next
   * would begin only when the clock is where it was.
   */
  #roll(now: number): void {
    if (this.#rate !== null) {
      const filled = this.#events + (Math.max(0, now - this.#filledMs) / 1_000) * this.#rate;
      this.#events = Math.min(filled, this.#rate * BURST_SECONDS);
    }
    this.#filledMs = now;
    const day = Math.floor(now / DAY_MS);
    if (day > this.#day) this.#bytes = 0;
    this.#day = day;
  }
}
