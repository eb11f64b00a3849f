/** The event that came last in a window. */
export interface Step {
  readonly timeMs: number;
  /** Position of its rule in the correlation's list. */
  readonly position: number;
}

/**
 * How many different rules have matched inside the window (`temporal`), from when each was last seen. Times are
 * milliseconds.
 */
export class Together {
  readonly #last: Float64Array;
  readonly #timespanMs: number;

  constructor(rules: number, timespanMs: number) {
    this.#last = new Float64Array(rules).fill(Number.NEGATIVE_INFINITY);
    this.#timespanMs = timespanMs;
  }

  add({ timeMs, position }: Step): void {
    if (timeMs > this.#last[position]!) this.#last[position] = timeMs;
  }

  figure(nowMs: number): number {
    let seen = 0;
    for (const last of this.#last) if (last >= nowMs - this.#timespanMs) seen++;
    return seen;
  }
}

/**
 * The most rules that have matched in the order of the list inside the window (`temporal_ordered`). For each rule and
 * length it keeps the latest beginning of such a chain that ends with the rule, which is all that later events need.
 */
export class InOrder {
  readonly #rules: number;
  readonly #timespanMs: number;
  /** Beginning of the best chain, by rule and length - 1. */
  #begin: Float64Array;

  constructor(rules: number, timespanMs: number) {
    this.#rules = rules;
    this.#timespanMs = timespanMs;
    this.#begin = new Float64Array(rules * rules).fill(Number.NEGATIVE_INFINITY);
  }

  /** Events must come in order of time. */
  add({ timeMs, position }: Step): void {
    const oldest = timeMs - this.#timespanMs;
    const row = position * this.#rules;
    this.#begin[row] = timeMs;
    for (let before = 0; before < position; before++) {
      for (let length = 0; length <= before; length++) {
        const begin = this.#begin[before * this.#rules + length]!;
        if (begin >= oldest && begin > this.#begin[row + length + 1]!) this.#begin[row + length + 1] = begin;
      }
    }
  }

  /** What it knows now, to go back to. */
  state(): Float64Array {
    return this.#begin.slice();
  }

  /** Goes back to an earlier state; without one, to the beginning. */
  restore(state: Float64Array | undefined): void {
    if (state === undefined) this.#begin.fill(Number.NEGATIVE_INFINITY);
    else this.#begin = state.slice();
  }

  /** Whether events from `nowMs` on would find the same as in that state: chains that began too early count for nothing. */
  isSame(state: Float64Array, nowMs: number): boolean {
    const oldest = nowMs - this.#timespanMs;
    for (let index = 0; index < state.length; index++) {
      const [known, own] = [state[index]!, this.#begin[index]!];
      if (known !== own && (known >= oldest || own >= oldest)) return false;
    }
    return true;
  }

  figure(nowMs: number): number {
    const oldest = nowMs - this.#timespanMs;
    for (let length = this.#rules - 1; length >= 0; length--)
      for (let rule = 0; rule < this.#rules; rule++)
        if (this.#begin[rule * this.#rules + length]! >= oldest) return length + 1;
    return 0;
  }
}
