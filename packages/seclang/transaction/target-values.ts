import type { Entry } from './entry.ts';
import type { PrefilterResults } from './prefilter-results.ts';
import type { Chain } from './text.ts';
import { ANY, SPACE, UPPER } from './traits.ts';

/** From this many values on, simple ones are united once for all chains that leave them alone. */
const WORTH_SUMMARY = 4;

/** Entries by what transformations could do to them, with the united results of the simple ones. */
interface Summary {
  readonly plain: Entry[];
  readonly spaced: Entry[];
  readonly others: Entry[];
  readonly plainAt: number;
  readonly spacedAt: number;
}

const UNKNOWN = -2;

/** The values of one target within a phase. */
export class TargetValues {
  readonly entries: readonly Entry[];
  /** Traits that some value has. */
  readonly #traits: number;
  #untouchedAt = UNKNOWN;
  #summary: Summary | undefined;

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    let traits = 0;
    for (let index = 0; index < entries.length; index++) traits |= entries[index]!.text.traits;
    this.#traits = traits;
  }

  /** Where the united result of the values after a chain is. */
  through(chain: Chain | undefined, results: PrefilterResults): number {
    // Case does not matter to a scan.
    if (chain === undefined || (this.#traits & chain.touches & ~UPPER) === 0) {
      if (this.#untouchedAt === UNKNOWN) this.#untouchedAt = this.#unite(undefined, results);
      return this.#untouchedAt;
    }
    return this.#unite(chain, results);
  }

  #unite(chain: Chain | undefined, results: PrefilterResults): number {
    const { entries } = this;
    if (entries.length < WORTH_SUMMARY) return results.ofEach(entries, chain);
    const summary = (this.#summary ??= summarise(entries, results));
    const { plain, spaced, others } = summary;
    const touches = chain === undefined ? 0 : chain.touches;
    const plainAt = (touches & ANY) === 0 ? summary.plainAt : results.ofEach(plain, chain);
    const spacedAt = (touches & (ANY | SPACE)) === 0 ? summary.spacedAt : results.ofEach(spaced, chain);
    return results.either(results.either(plainAt, spacedAt), results.ofEach(others, chain));
  }
}

function summarise(entries: readonly Entry[], results: PrefilterResults): Summary {
  const plain: Entry[] = [];
  const spaced: Entry[] = [];
  const others: Entry[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!;
    const rest = entry.text.traits & ~(ANY | UPPER);
    if (rest === 0) plain.push(entry);
    else if (rest === SPACE) spaced.push(entry);
    else others.push(entry);
  }
  return { plain, spaced, others, plainAt: results.ofMany(plain), spacedAt: results.ofMany(spaced) };
}
