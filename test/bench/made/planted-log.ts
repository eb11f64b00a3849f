import { randomness } from './events.ts';

/** What a planted address does; `slow` stays below what any sensible threshold takes for an attack. */
export interface PlantedLog {
  readonly lines: readonly string[];
  /** Addresses that a detector should find, by what they do. */
  readonly attackers: ReadonlyMap<string, string>;
  /** Addresses that look a little like attackers and must not be found. */
  readonly decoys: ReadonlySet<string>;
}

/** Draws for a log; every one comes from the seed. */
export interface Draw {
  /** A number in [0, 1). */
  readonly random: () => number;
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
}

export function drawing(seed: number): Draw {
  const random = randomness(seed);
  return {
    random,
    between: (from, to) => from + Math.floor(random() * (to - from + 1)),
    pick: (list) => list[Math.floor(random() * list.length)] as (typeof list)[number],
  };
}

/** Lines with their times, put in order at the end; a session of one host may overlap those of others. */
export class LogSheet {
  private readonly entries: { readonly ms: number; readonly text: string }[] = [];

  add(ms: number, text: string): void {
    this.entries.push({ ms, text });
  }

  get size(): number {
    return this.entries.length;
  }

  /** The lines in the order of their times, at most `count`: what was added last is left out. */
  inOrder(count: number): string[] {
    return this.entries
      .slice(0, count)
      .sort((a, b) => a.ms - b.ms)
      .map((entry) => entry.text);
  }
}

/** The n-th address of a block of the benchmark range 198.18.0.0/15 (RFC 2544); blocks do not overlap. */
export function benchAddress(block: number, n: number): string {
  return `198.${18 + (block >> 4)}.${((block & 15) << 4) + (n >> 8)}.${n & 255}`;
}

/** How many of a kind to plant in a log of `lines`, given how many in 300,000. */
export function share(lines: number, of300k: number): number {
  return Math.max(2, Math.round((lines / 300_000) * of300k));
}
