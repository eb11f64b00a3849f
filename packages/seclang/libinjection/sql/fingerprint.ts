import { fold } from './fold.ts';
import type { Token } from './token.ts';
import { type Dialect, Tokenizer } from './tokenizer.ts';

/** A value's shape in one reading. */
export interface Fingerprint {
  /** Classes of up to five tokens; `X` alone where the value cannot be read alike by all databases. */
  readonly shape: string;
  readonly tokens: readonly Token[];
  /** Tokens read before folding. */
  readonly read: number;
  /** Whether the other dialect would see other comments. */
  readonly disputed: boolean;
}

/** The shape of a value that stands alone or inside a quote. */
export function fingerprint(value: string, quote: '' | "'" | '"', dialect: Dialect): Fingerprint {
  const tokenizer = new Tokenizer(value, quote, dialect);
  const tokens = fold(tokenizer);
  const last = tokens.at(-1);
  // PHP's drivers take an open back quote at the end for a comment.
  if (tokens.length > 2 && last?.type === 'n' && last.opened === '`' && last.value === '' && last.closed === '')
    tokens[tokens.length - 1] = { ...last, type: 'c' };
  const shape = tokens.map((token) => token.type).join('');
  return {
    shape: shape.includes('X') ? 'X' : shape,
    tokens,
    read: tokenizer.count,
    disputed: tokenizer.disputed,
  };
}
