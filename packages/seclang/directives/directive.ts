import type { Place, RuleSetBuilder } from '../compile/builder.ts';

/** A SecLang directive: how many words it takes and what it does to the rule set being read. */
export interface Directive {
  readonly least: number;
  readonly most: number;
  /** Throws `RuleRefusal` where a word is wrong. */
  readonly apply: (builder: RuleSetBuilder, words: readonly string[], place: Place) => void;
}
