import type { Entry } from '../transaction/entry.ts';
import type { Facts } from '../transaction/facts.ts';

/**
 * A SecLang variable: how its value is read from the facts of a transaction. `volatile` ones can change between two
 * rules of a phase; the others are read once a phase.
 */
export type Variable =
  | {
      readonly kind: 'single';
      /** `undefined` where the transaction has no such value: rules then pass it over. */
      readonly read: (facts: Facts) => string | undefined;
      readonly volatile: boolean;
    }
  | {
      readonly kind: 'collection';
      readonly read: (facts: Facts) => readonly Entry[];
      readonly volatile: boolean;
      /** Direct access by name in lower case, where there is an index. */
      readonly find?: (facts: Facts, foldedKey: string) => Entry | undefined;
      /**
       * Compiles what stands behind the colon where it is no key, as XML's path; throws `VariableRefusal` where it is
       * malformed.
       */
      readonly select?: (selector: string) => (facts: Facts) => readonly Entry[];
      /** Whether the key of an entry is its full name already, as in MATCHED_VARS. */
      readonly namedByKey?: boolean;
    };

/** Thrown for a selector that a variable cannot take. */
export class VariableRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VariableRefusal';
  }
}

/** A variable with one value, fixed within a phase. */
export function single(read: (facts: Facts) => string | undefined): Variable {
  return { kind: 'single', read, volatile: false };
}

/** A variable with one value that can change between two rules. */
export function changing(read: (facts: Facts) => string | undefined): Variable {
  return { kind: 'single', read, volatile: true };
}

/** A variable with many named values, fixed within a phase. */
export function collection(read: (facts: Facts) => readonly Entry[]): Variable {
  return { kind: 'collection', read, volatile: false };
}

/** SecLang's truth values. */
export function flag(value: boolean | undefined): string {
  return value === true ? '1' : '0';
}
