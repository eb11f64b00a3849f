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

/** A chain of transformations, numbered in one rule set: a shorter chain and one more step. Equal chains are one object. */
export interface Chain {
  readonly index: number;
  readonly parent: Chain | undefined;
  readonly last: NumberedTransformation;
  /** Traits that some step touches. */
  readonly touches: number;
}

/**
 * A string under inspection with everything known about it: what each chain makes of it and, once scanned, where its
 * prefilter bits are. Shared by all rules, so that nothing is computed twice in a transaction; a remembered one by the
 * transactions of a rule set.
 */
export class Text {
  readonly value: string;
  /** Results by transformation index; a transformation that changes nothing leads back here. */
  #after: (Text | undefined)[] | undefined;
  /** Results by chain index. */
  #through: (Text | undefined)[] | undefined;
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

  constructor(value: string, scanned?: Text) {
    this.value = value;
    this.scanned = scanned ?? this;
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
    if (chain === undefined) return this;
    if ((this.traits & chain.touches) === 0) return this;
    this.#through ??= [];
    const known = this.#through[chain.index];
    if (known !== undefined) return known;
    const result = this.through(chain.parent).#step(chain.last);
    this.#through[chain.index] = result;
    return result;
  }

  #step(transformation: NumberedTransformation): Text {
    this.#after ??= [];
    const known = this.#after[transformation.index];
    if (known !== undefined) return known;
    const value = transformation.apply(this.value);
    const result = value === this.value ? this : new Text(value, transformation.caseOnly ? this.scanned : undefined);
    if (this.#remembered) result.remember();
    this.#after[transformation.index] = result;
    return result;
  }
}
