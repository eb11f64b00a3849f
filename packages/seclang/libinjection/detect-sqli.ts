import { type Fingerprint, fingerprint } from './sql/fingerprint.ts';
import { isInnocent } from './sql/innocent.ts';
import { isPlain } from './sql/plain.ts';
import { isKnownShape } from './sql/shapes.ts';
import type { Dialect } from './sql/tokenizer.ts';

/** What a value looks like as a piece of SQL. */
export interface SqliVerdict {
  readonly injection: boolean;
  /** The shape that gave it away; empty for none. */
  readonly fingerprint: string;
}

/** A single word: one token, and one token changes no statement. */
const ONE_TOKEN = /^[A-Za-z_][A-Za-z0-9_]*$/;

const CLEAN: SqliVerdict = Object.freeze({ injection: false, fingerprint: '' });

/**
 * Whether a value, put into a statement by a careless program, would change the statement. The value is read as SQL
 * alone and from inside each quote it holds, in two dialects; each reading is folded to a shape of up to five token
 * classes, and shapes that only injections have are known (N. Galbreath, "libinjection", Black Hat USA 2012).
 *
 * Arguments: a value of one byte a character, decoded as the application would. Returns: the verdict and the shape.
 * @example detectSqli("1' or '1'='1").injection // true
 */
export function detectSqli(value: string): SqliVerdict {
  if (ONE_TOKEN.test(value) || isPlain(value)) return CLEAN;
  return (
    inDialects(value, '', 'ansi') ??
    (value.includes("'") ? inDialects(value, "'", 'ansi') : undefined) ??
    (value.includes('"') ? verdictOf(value, fingerprint(value, '"', 'mysql')) : undefined) ??
    CLEAN
  );
}

function inDialects(value: string, quote: '' | "'", dialect: Dialect): SqliVerdict | undefined {
  const first = fingerprint(value, quote, dialect);
  return verdictOf(value, first) ?? (first.disputed ? verdictOf(value, fingerprint(value, quote, 'mysql')) : undefined);
}

function verdictOf(value: string, found: Fingerprint): SqliVerdict | undefined {
  return isKnownShape(found.shape) && !isInnocent(value, found)
    ? { injection: true, fingerprint: found.shape }
    : undefined;
}
