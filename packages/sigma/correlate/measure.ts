import type { CorrelationRule } from '../model.ts';

/**
 * The figure that a correlation compares, kept up to date as events come and go: nothing is counted again. Values are
 * what `condition.field` says of an event, `undefined` where the type does not ask for one.
 */
export interface Measure {
  add(value: string | undefined): void;
  remove(value: string | undefined): void;
  /** The figure now; `latest` is the value of the event that came last. `undefined` where there is none yet. */
  figure(latest: string | undefined): number | undefined;
}

/** The measure of a correlation type that counts or calculates (correlation rules specification 2.1.0). */
export function createMeasure(rule: CorrelationRule): Measure {
  switch (rule.type) {
    case 'value_count':
      return new Distinct();
    case 'value_sum':
      return new Total(false);
    case 'value_avg':
      return new Total(true);
    case 'value_percentile':
      return rule.percentile === undefined ? new Share() : new Percentile(rule.percentile);
    default:
      return new Count();
  }
}

class Count implements Measure {
  #events = 0;

  add(): void {
    this.#events++;
  }

  remove(): void {
    this.#events--;
  }

  figure(): number {
    return this.#events;
  }
}

/** Number of different values. */
class Distinct implements Measure {
  protected readonly counts = new Map<string, number>();

  add(value: string | undefined): void {
    if (value !== undefined) this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  remove(value: string | undefined): void {
    if (value === undefined) return;
    const left = (this.counts.get(value) ?? 0) - 1;
    if (left > 0) this.counts.set(value, left);
    else this.counts.delete(value);
  }

  figure(_latest: string | undefined): number | undefined {
    return this.counts.size;
  }
}

/** How many percent of the events have the value of the event that came last. */
class Share extends Distinct {
  #total = 0;

  override add(value: string | undefined): void {
    super.add(value);
    if (value !== undefined) this.#total++;
  }

  override remove(value: string | undefined): void {
    super.remove(value);
    if (value !== undefined) this.#total--;
  }

  override figure(latest: string | undefined): number | undefined {
    const same = latest === undefined ? undefined : this.counts.get(latest);
    return same === undefined ? undefined : (same / this.#total) * 100;
  }
}

/** Sum or mean of the values that are numbers. */
class Total implements Measure {
  readonly #mean: boolean;
  #sum = 0;
  #numbers = 0;

  constructor(mean: boolean) {
    this.#mean = mean;
  }

  add(value: string | undefined): void {
    const number = numeric(value);
    if (number === undefined) return;
    this.#sum += number;
    this.#numbers++;
  }

  remove(value: string | undefined): void {
    const number = numeric(value);
    if (number === undefined) return;
    this.#numbers--;
    // An empty sum is exactly nothing, whatever rounding left of it.
    this.#sum = this.#numbers === 0 ? 0 : this.#sum - number;
  }

  figure(): number | undefined {
    if (this.#numbers === 0) return undefined;
    return this.#mean ? this.#sum / this.#numbers : this.#sum;
  }
}

/** A percentile of the values that are numbers, by nearest rank. */
class Percentile implements Measure {
  readonly #percentile: number;
  readonly #sorted: number[] = [];

  constructor(percentile: number) {
    this.#percentile = percentile;
  }

  add(value: string | undefined): void {
    const number = numeric(value);
    if (number !== undefined) this.#sorted.splice(this.#rank(number), 0, number);
  }

  remove(value: string | undefined): void {
    const number = numeric(value);
    if (number !== undefined) this.#sorted.splice(this.#rank(number), 1);
  }

  figure(): number | undefined {
    const rank = Math.ceil((this.#percentile / 100) * this.#sorted.length);
    return this.#sorted[Math.max(0, rank - 1)];
  }

  /** Number of values below. */
  #rank(number: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]! < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function numeric(value: string | undefined): number | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
