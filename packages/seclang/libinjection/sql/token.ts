/**
 * Classes of SQL tokens, one letter each, as the published method names them:
 * `k` keyword, `U` union, `B` group, `E` expression, `t` type, `f` function, `n` bareword, `1` number, `v` variable,
 * `s` string, `o` operator, `&` logical operator, `c` comment, `A` collation, `T` Transact-SQL, `X` evil, `?` unknown,
 * `\` backslash, and the punctuation itself: `( ) { } . , : ;`.
 */
export type TokenClass = string;

/** One token. Values are cut at 31 bytes. */
export interface Token {
  readonly type: TokenClass;
  readonly value: string;
  /** Quote that opened or closed a string; empty where there was none. */
  readonly opened: string;
  readonly closed: string;
}

/** Longest value that a token keeps, bytes; no word of SQL is longer. */
export const TOKEN_BYTES = 31;

export function token(type: TokenClass, value: string, opened = '', closed = ''): Token {
  return { type, value: value.length > TOKEN_BYTES ? value.slice(0, TOKEN_BYTES) : value, opened, closed };
}

export function retyped(from: Token, type: TokenClass): Token {
  return { ...from, type };
}

/** `+ - ! ~ !! NOT` in front of a value. */
export function isUnary({ type, value }: Token): boolean {
  if (type !== 'o') return false;
  return value.length === 1 ? '+-!~'.includes(value) : value === '!!' || value.toUpperCase() === 'NOT';
}

export function isArithmetic({ type, value }: Token): boolean {
  return type === 'o' && value.length === 1 && '*/-+%'.includes(value);
}

export function isWord({ value }: Token, ...words: readonly string[]): boolean {
  return words.includes(value.toUpperCase());
}
