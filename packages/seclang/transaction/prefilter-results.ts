import type { Prefilter } from '../prefilter/prefilter.ts';
import type { Entry } from './entry.ts';
import type { Chain, Text } from './text.ts';
import { UPPER } from './traits.ts';

/** The place of the result for no value at all: no test could succeed. */
export const NOWHERE = -1;

/** Results reserved at first: enough for an ordinary request. */
const FIRST_RESULTS = 128;

/** Values scanned as one: more of them leave the result too little to tell apart. */
const JOINED_VALUES = 8;
/** Longer values are scanned alone, so that none is scanned twice at a price. */
const JOINED_BYTES = 96;

/** Numbers the owners of results, so that a text that outlives a transaction can tell whose bits it has a place in. */
let serial = 0;

/** What the prefilter said of the texts of one transaction: rows of bits, each known by where it starts. */
export class PrefilterResults {
  readonly #prefilter: Prefilter;
  readonly #words: number;
  readonly #serial = serial++;
  #bits: Uint32Array;
  #used = 0;

  constructor(prefilter: Prefilter) {
    this.#prefilter = prefilter;
    this.#words = prefilter.words;
    this.#bits = new Uint32Array(FIRST_RESULTS * this.#words);
  }

  /** Whether the test with that bit could succeed, by the result at a place. */
  mayMatch(at: number, slot: number): boolean {
    return at !== NOWHERE && ((this.#bits[at + (slot >>> 5)]! >>> (slot & 31)) & 1) === 1;
  }

  /** Where the result for a text is; scanned once. */
  of(text: Text): number {
    const { scanned } = text;
    if (scanned.scanOwner === this.#serial) return scanned.scanAt;
    const at = this.#reserve();
    if (scanned.keptScan !== undefined) this.#bits.set(scanned.keptScan, at);
    else {
      this.#prefilter.scan(scanned.value, this.#bits, at);
      if (scanned.remembered) scanned.keptScan = this.#bits.slice(at, at + this.#words);
    }
    scanned.scanOwner = this.#serial;
    scanned.scanAt = at;
    return at;
  }

  /** The united result of the texts of entries after a chain. */
  ofEach(entries: readonly Entry[], chain: Chain | undefined): number {
    if (entries.length === 0) return NOWHERE;
    if (entries.length === 1) return this.#after(entries[0]!.text, chain);
    const at = this.#reserve();
    for (let index = 0; index < entries.length; index++) this.#add(at, this.#after(entries[index]!.text, chain));
    return at;
  }

  /** Case does not matter to a scan. */
  #after(text: Text, chain: Chain | undefined): number {
    if (chain === undefined || (text.traits & chain.touches & ~UPPER) === 0) return this.of(text);
    return this.of(text.through(chain));
  }

  /** The united result of many texts as they are: short ones are scanned together, which may say yes more often. */
  ofMany(entries: readonly Entry[]): number {
    if (entries.length < 2) return this.ofEach(entries, undefined);
    const at = this.#reserve();
    let joined = 0;
    for (let index = 0; index < entries.length; index++) {
      const { scanned } = entries[index]!.text;
      const alone = scanned.value.length > JOINED_BYTES || scanned.remembered || scanned.scanOwner === this.#serial;
      if (alone) {
        this.#add(at, this.of(scanned));
        joined = 0;
        continue;
      }
      if (joined === 0) this.#prefilter.start(this.#bits, at);
      this.#prefilter.join(scanned.value, this.#bits, at);
      joined = (joined + 1) % JOINED_VALUES;
    }
    return at;
  }

  /** The result of two together. */
  either(left: number, right: number): number {
    if (left === NOWHERE || left === right) return right;
    if (right === NOWHERE) return left;
    const at = this.#reserve();
    this.#add(at, left);
    this.#add(at, right);
    return at;
  }

  #add(target: number, source: number): void {
    const bits = this.#bits;
    for (let word = 0; word < this.#words; word++) bits[target + word]! |= bits[source + word]!;
  }

  #reserve(): number {
    const at = this.#used;
    this.#used += this.#words;
    if (this.#used > this.#bits.length) {
      const larger = new Uint32Array(this.#bits.length * 2);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    return at;
  }
}
