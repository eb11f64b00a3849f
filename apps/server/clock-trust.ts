/** Milliseconds by which the wall clock may run away from the monotonic one between two looks, and be trusted. */
const LEAP_MS = 5 * 60_000;
/** Milliseconds that a clock has to go on evenly after a leap until it is trusted where it is. */
const QUARANTINE_MS = 24 * 3_600_000;
/** Milliseconds that a server may have been off without its clock being doubted. */
const OFF_MS = 7 * 24 * 3_600_000;

/** Whether the wall clock may be trusted with what cannot be undone; why not. */
export type Trust = 'trusted' | 'leapt' | 'unproven';

/** How far a doubt has come, for the next run: a server that is started anew every night has to get over one too. */
export interface Doubted {
  /** Wall clock at the last look, milliseconds since the epoch. */
  readonly wallMs: number;
  /** Milliseconds that it had gone on evenly until then. */
  readonly evenMs: number;
}

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
   * @param earlier the doubt that an earlier run ended with; it goes on where that was not long ago
   */
  constructor(seenMs: number | undefined, wallMs: number, steadyMs: number, earlier?: Doubted) {
    this.#wallMs = wallMs;
    this.#steadyMs = steadyMs;
    if (isPlausible(seenMs, wallMs)) return;
    const evenMs = earlier !== undefined && isPlausible(earlier.wallMs, wallMs) ? earlier.evenMs : 0;
    this.#doubt = { why: 'unproven', fromMs: steadyMs - evenMs };
  }

  /** The doubt as of the last look. */
  get doubted(): Doubted | undefined {
    if (this.#doubt === undefined) return undefined;
    return { wallMs: this.#wallMs, evenMs: this.#steadyMs - this.#doubt.fromMs };
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

/** Whether a server that looked at its clock then may have been started anew now. */
function isPlausible(beforeMs: number | undefined, wallMs: number): boolean {
  return beforeMs !== undefined && wallMs - beforeMs <= OFF_MS && beforeMs - wallMs <= LEAP_MS;
}
