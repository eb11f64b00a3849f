/** Where a piece of a query stands, in UTF-16 units from its start; `end` is the first one behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Text with wildcards: the literal pieces between `*`s. One piece means no wildcard; `*` alone is `['', '']`. */
export type Pattern = readonly string[];

export type Comparison = '<' | '<=' | '>' | '>=';

export interface Bound {
  readonly value: string;
  readonly inclusive: boolean;
}

/** A parsed query: frozen, tagged nodes. The language is described in docs/search.md. */
export type QueryNode =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'or'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly node: QueryNode }
  /** Free text, looked for in the message and the raw record. */
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly span: Span }
  | { readonly kind: 'match'; readonly field: string; readonly pattern: Pattern; readonly span: Span }
  /** The field has any value. */
  | { readonly kind: 'exists'; readonly field: string; readonly span: Span }
  | {
      readonly kind: 'range';
      readonly field: string;
      readonly from?: Bound;
      readonly to?: Bound;
      readonly span: Span;
    };
