/** A transformation with a number of its own in one rule set. */
export interface NumberedTransformation {
  readonly index: number;
  readonly apply: (value: string) => string;
  /** Whether it changes only the case of ASCII letters, so that the literal scan of its result is known already. */
  readonly caseOnly: boolean;
}

/**
 * A string under inspection with everything known about it: what each transformation makes of it and, once scanned,
 * where its prefilter bits are. Shared by all rules, so that nothing is computed twice in a transaction.
 */
export class Text {
  readonly value: string;
  /** Results by transformation index; a transformation that changes nothing leads back here. */
  readonly #after: (Text | undefined)[] = [];
  /** Where the prefilter's result for this text starts in the transaction's bits, -1 before the scan. */
  scanAt = -1;
  /** The text with the same scan: itself, or the one it differs from only in case. */
  readonly scanned: Text;

  constructor(value: string, scanned?: Text) {
    this.value = value;
    this.scanned = scanned ?? this;
  }

  /** This text after one transformation. */
  after(transformation: NumberedTransformation): Text {
    const known = this.#after[transformation.index];
    if (known !== undefined) return known;
    const value = transformation.apply(this.value);
    const result = value === this.value ? this : new Text(value, transformation.caseOnly ? this.scanned : undefined);
    this.#after[transformation.index] = result;
    return result;
  }
}

/** A text after a chain of transformations. */
export function transformed(text: Text, chain: readonly NumberedTransformation[]): Text {
  let current = text;
  for (let index = 0; index < chain.length; index++) current = current.after(chain[index]!);
  return current;
}

/** Every distinct text on the way through a chain, the first included (`multiMatch`). */
export function stages(text: Text, chain: readonly NumberedTransformation[]): Text[] {
  const found = [text];
  for (const transformation of chain) {
    const next = found.at(-1)!.after(transformation);
    if (next !== found.at(-1)) found.push(next);
  }
  return found;
}
