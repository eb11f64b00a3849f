/** A regular expression of Sigma (a subset of PCRE) as a tree, with its flags already put where they act. */
export type RegexNode =
  /** One UTF-16 unit or a surrogate pair; `fold` matches either case. */
  | { readonly kind: 'char'; readonly char: string; readonly fold: boolean }
  /** `.`; `all` also the newline. */
  | { readonly kind: 'any'; readonly all: boolean }
  /** A class: `body` is JavaScript class text without the brackets. */
  | { readonly kind: 'class'; readonly negated: boolean; readonly body: string }
  /** `\d`, `\w`, `\s`, `\p{…}` and their opposites, as JavaScript text. */
  | { readonly kind: 'set'; readonly text: string }
  /** `^`, `$`, `\b`, `\B`; lines are multi-line anchors. */
  | {
      readonly kind: 'assert';
      readonly text: '^' | '$' | '\\A' | '\\z' | '\\Z' | '\\b' | '\\B';
      readonly lines: boolean;
    }
  | { readonly kind: 'group'; readonly open: '(' | '(?:' | '(?=' | '(?!' | '(?<=' | '(?<!'; readonly of: RegexNode }
  | { readonly kind: 'backreference'; readonly index: number }
  | { readonly kind: 'concat'; readonly of: readonly RegexNode[] }
  | { readonly kind: 'alternatives'; readonly of: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: RegexNode;
      readonly min: number;
      /** `Infinity` where there is no end. */
      readonly max: number;
      readonly lazy: boolean;
    };

export interface ActiveFlags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}
