/** Every how many evaluations of a rule one is timed. */
const SAMPLE_EVERY = 64;

/** What one rule has done since the matcher was compiled. */
export interface RuleCounters {
  /** Events on which the whole condition was evaluated (the prefilter let them through). */
  readonly evaluated: number;
  readonly matched: number;
  /** Estimated nanoseconds of all evaluations, from one in 64. */
  readonly costNs: number;
}

/** Counters of all rules of a matcher, by rule index. */
export class Counters {
  readonly evaluated: Float64Array;
  readonly matched: Float64Array;
  readonly #sampled: Float64Array;
  readonly #sampledMs: Float64Array;

  constructor(rules: number) {
    this.evaluated = new Float64Array(rules);
    this.matched = new Float64Array(rules);
    this.#sampled = new Float64Array(rules);
    this.#sampledMs = new Float64Array(rules);
  }

  /** Counts one evaluation and runs it, timing one in 64. */
  run(rule: number, predicate: () => boolean): boolean {
    const count = this.evaluated[rule]!++;
    let matched: boolean;
    if (count % SAMPLE_EVERY === 0) {
      const start = performance.now();
      matched = predicate();
      this.#sampledMs[rule]! += performance.now() - start;
      this.#sampled[rule]!++;
    } else matched = predicate();
    if (matched) this.matched[rule]!++;
    return matched;
  }

  of(rule: number): RuleCounters {
    const sampled = this.#sampled[rule]!;
    const evaluated = this.evaluated[rule]!;
    const costNs = sampled === 0 ? 0 : Math.round((this.#sampledMs[rule]! / sampled) * evaluated * 1e6);
    return { evaluated, matched: this.matched[rule]!, costNs };
  }
}
