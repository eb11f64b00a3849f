/** Milliseconds by which the wall clock may run away from the monotonic one between two looks, and be trusted. */
const LEAP_MS = 5 * 60_000;
/** Milliseconds that a clock has to go on evenly after a leap until it is trusted where it is. */
const QUARANTINE_MS = 24 * 3_600_000;
/** Milliseconds that a server may have been off without its clock being doubted. */
const OFF_MS = 7 * 24 * 3_600_000;

/** Whether the wall clock may be trusted with what cannot be undone; why not. */
export type Trust = 'trusted' | 'leapt' | 'unproven';

interface Doubt {
  readonly why: Exclude<Trust, 'trusted'>;
  /** Monotonic clock since when it goes on evenly. */
  readonly fromMs: number;
}

/**
 * Compares the wall clock with the monotonic one. After a leap it is doubted until it goes back to where it should be, or
 * has gone on evenly for a day; at a start too, where nothing says when the server ran last, or that is long ago.
 */
export class ClockTrust {
  #wallMs: number;
  #steadyMs: number;
  /** By how much the clock is beside where it was when it was trusted last. */
  #besideMs = 0;
  #doubt: Doubt | undefined;

  /**
   * @param seenMs wall clock when it was trusted last in an earlier run; `undefined` where nobody knows
   * @param steadyMs milliseconds of a clock that nobody sets
   */
  constructor(seenMs: number | undefined, wallMs: number, steadyMs: number) {
    this.#wallMs = wallMs;
    this.#steadyMs = steadyMs;
    if (seenMs === undefined || wallMs - seenMs > OFF_MS || seenMs - wallMs > LEAP_MS)
      this.#doubt = { why: 'unproven', fromMs: steadyMs };
  }

  /** Looks at both clocks; to be called about every minute. */
  look(wallMs: number, steadyMs: number): Trust {
    const leapMs = wallMs - this.#wallMs - (steadyMs - this.#steadyMs);
    this.#wallMs = wallMs;
    this.#steadyMs = steadyMs;
    if (Math.abs(leapMs) > LEAP_MS) {
      this.#besideMs += leapMs;
      const isBack = this.#doubt?.why === 'leapt' && Math.abs(this.#besideMs) <= LEAP_MS;
      this.#doubt = isBack ? undefined : { why: this.#doubt?.why ?? 'leapt', fromMs: steadyMs };
    }
    if (this.#doubt !== undefined && steadyMs - this.#doubt.fromMs >= QUARANTINE_MS) this.#doubt = undefined;
    if (this.#doubt === undefined) this.#besideMs = 0;
    return this.#doubt?.why ?? 'trusted';
  }
}
