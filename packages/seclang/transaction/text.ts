/** A transformation with a number of its own in one rule set. */
export interface NumberedTransformation {
  readonly index: number;
  readonly apply: (value: string) => string;
  /** Whether it changes only the case of ASCII letters, so that the literal scan of its result is known already. */
  readonly caseOnly: boolean;
  /** Whether it leaves every plain value (lower-case letters, digits, underscores) as it is. */
  readonly keepsPlain: boolean;
}

/** A chain of transformations, numbered in one rule set: a shorter chain and one more step. Equal chains are one object. */
export interface Chain {
  readonly index: number;
  readonly parent: Chain | undefined;
  readonly last: NumberedTransformation;
  /** Whether all steps leave plain values as they are. */
  readonly keepsPlain: boolean;
}

const PLAIN = /^[a-z0-9_]*$/;

/**
 * A string under inspection with everything known about it: what each chain makes of it and, once scanned, where its
 * prefilter bits are. Shared by all rules, so that nothing is computed twice in a transaction.
 */
export class Text {
  readonly value: string;
  /** Results by transformation index; a transformation that changes nothing leads back here. */
  #after: (Text | undefined)[] | undefined;
  /** Results by chain index. */
  #through: (Text | undefined)[] | undefined;
  #plain: boolean | undefined;
  /** Where the prefilter's result for this text starts in the transaction's bits, -1 before the scan. */
  scanAt = -1;
  /** The text with the same scan: itself, or the one it differs from only in case. */
  readonly scanned: Text;

  constructor(value: string, scanned?: Text) {
    this.value = value;
    this.scanned = scanned ?? this;
  }

  /** This text after a chain; `undefined` is the empty chain. */
  through(chain: Chain | undefined): Text {
    if (chain === undefined) return this;
    if (chain.keepsPlain && (this.#plain ??= PLAIN.test(this.value))) return this;
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
    this.#after[transformation.index] = result;
    return result;
  }

  /** Every distinct text on the way through a chain, the first included (`multiMatch`). */
  stages(chain: Chain | undefined): Text[] {
    if (chain === undefined) return [this];
    const before = this.stages(chain.parent);
    const result = this.through(chain);
    if (result !== before.at(-1)) before.push(result);
    return before;
  }
}
