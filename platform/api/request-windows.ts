/** How often a key asked in the window that is open, and how long that stays open. */
interface Counted {
  readonly current: number;
  /** Milliseconds. */
  readonly ttl: number;
}

type Answer = (error: Error | null, counted?: Counted) => void;

/** Keys remembered; the one longest unseen is forgotten first. */
const MAX_KEYS = 5_000;

/**
 * Counts requests in windows of time, for @fastify/rate-limit. Its own store goes by the wall clock: a window that was
 * opened while the clock was ahead would stay open, and full, until the clock is there again.
 */
export class RequestWindows {
  readonly #windows = new Map<string, { current: number; openedMs: number }>();
  readonly #steadyMs: () => number;

  /** @param steadyMs milliseconds of a clock that nobody sets */
  constructor(_options?: unknown, steadyMs: () => number = () => performance.now()) {
    this.#steadyMs = steadyMs;
  }

  incr(key: string, answer: Answer, windowMs: number): void {
    const now = this.#steadyMs();
    const known = this.#windows.get(key);
    const isOpen = known !== undefined && now - known.openedMs < windowMs;
    const window = isOpen ? { ...known, current: known.current + 1 } : { current: 1, openedMs: now };
    this.#windows.delete(key);
    this.#windows.set(key, window);
    if (this.#windows.size > MAX_KEYS)
      for (const oldest of this.#windows.keys()) if (this.#windows.delete(oldest)) break;
    answer(null, { current: window.current, ttl: windowMs - (now - window.openedMs) });
  }

  /** Windows of a route with a limit of its own. */
  child(): RequestWindows {
    return new RequestWindows(undefined, this.#steadyMs);
  }
}
