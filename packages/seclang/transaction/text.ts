import { traitsOf } from './traits.ts';

/** A transformation with a number of its own in one rule set. */
export interface NumberedTransformation {
  readonly index: number;
  readonly apply: (value: string) => string;
  /** Whether it changes only the case of ASCII letters, so that the literal scan of its result is known already. */
  readonly caseOnly: boolean;
  /** Traits of values that it may change: it leaves a value with none of them as it is. */
  readonly touches: number;
}

/** A chain of transformations, numbered in one rule set. Equal chains are one object. */
export interface Chain {
  readonly index: number;
  /** The chain without its last step. */
  readonly parent: Chain | undefined;
  readonly steps: readonly NumberedTransformation[];
  /** Traits that some step touches. */
  readonly touches: number;
}

/** Transformations whose effect on a text is remembered in one word of bits where they have none. */
const BITS = 32;

/**
 * A string under inspection with everything known about it: what each transformation makes of it and, once scanned,
 * where its prefilter bits are. Shared by all rules, so that nothing is computed twice in a transaction; a remembered one
 * by the transactions of a rule set.
 */
export class Text {
  readonly value: string;
  #traits = 0;
  /** The transaction for which `scanAt` holds. */
  scanOwner = -1;
  /** Where the prefilter's result for this text starts in that transaction's bits. */
  scanAt = -1;
  /** The prefilter's result, of a text that outlives its transaction. */
  keptScan: Uint32Array | undefined;
  #remembered = false;
  /** The text with the same scan: itself, or the one it differs from only in case. */
  readonly scanned: Text;
  /** Transformations that change nothing, a bit each. */
  #unchangedBy = 0;
  /** The last text that was made of this one; it leads to the earlier ones. */
  #made: Text | undefined;
  #madeBefore: Text | undefined;
  /** The number of the transformation that made this text. */
  readonly #madeBy: number;

  constructor(value: string, scanned?: Text, madeBy = -1) {
    this.value = value;
    this.scanned = scanned ?? this;
    this.#madeBy = madeBy;
  }

  /** Whether the text outlives its transaction, and with it all that is made of it. */
  get remembered(): boolean {
    return this.#remembered;
  }

  remember(): void {
    this.#remembered = true;
  }

  /** What transformations could change in the value. */
  get traits(): number {
    if (this.#traits === 0) this.#traits = traitsOf(this.value);
    return this.#traits;
  }

  /** This text after a chain; `undefined` is the empty chain. */
  through(chain: Chain | undefined): Text {
    if (chain === undefined || (this.traits & chain.touches) === 0) return this;
    const { steps } = chain;
    let text: Text = this;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index]!;
      if ((text.traits & step.touches) !== 0) text = text.#after(step);
    }
    return text;
  }

  #after({ index, apply, caseOnly }: NumberedTransformation): Text {
    if (index < BITS && ((this.#unchangedBy >>> index) & 1) === 1) return this;
    for (let made = this.#made; made !== undefined; made = made.#madeBefore) if (made.#madeBy === index) return made;
    const value = apply(this.value);
    if (value === this.value) {
      if (index < BITS) this.#unchangedBy |= 1 << index;
      return this;
    }
    const made = new Text(value, caseOnly ? this.scanned : undefined, index);
    if (this.#remembered) made.remember();
    made.#madeBefore = this.#made;
    this.#made = made;
    return made;
  }
}
