/** Upper bounds of the buckets, seconds. */
const BOUNDS = [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300];

/** How long things took, as a Prometheus histogram: bounded memory, whatever comes. */
export class Delays {
  readonly #counts = new Float64Array(BOUNDS.length + 1);
  #sum = 0;

  /** @param seconds of each of `times` things */
  add(seconds: number, times: number): void {
    // A clock that was set back meanwhile: it took some time, and nobody knows how much.
    if (seconds < 0) return;
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    this.#counts[bucket === -1 ? BOUNDS.length : bucket]! += times;
    this.#sum += seconds * times;
  }

  /** In Prometheus' text exposition format 0.0.4. */
  text(name: string, help: string): string {
    let all = 0;
    const lines = [...BOUNDS, '+Inf'].map((bound, index) => {
      all += this.#counts[index]!;
      return `${name}_bucket{le="${bound}"} ${all}\n`;
    });
    return `# HELP ${name} ${help}\n# TYPE ${name} histogram\n${lines.join('')}${name}_sum ${this.#sum}\n${name}_count ${all}\n`;
  }
}
