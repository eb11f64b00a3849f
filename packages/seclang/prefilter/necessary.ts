/**
 * Strings of which a value must contain at least one (ASCII case ignored) before a test can succeed on it. Lower case,
 * none empty, one character a byte.
 */
export type Clause = readonly string[];

/**
 * What a value must contain for a test to succeed on it: at least one string of every clause. No clauses means that
 * nothing is known and the test has to run. The invariant: a value that fails a clause never passes the test.
 */
export type Necessary = readonly Clause[];

/** Nothing is known. */
export const UNKNOWN: Necessary = [];

/** Clauses kept per test: more of them filter little more and cost a counter each. */
const CLAUSES_KEPT = 3;
/** Above this many strings a clause is cut to prefixes, which keeps the automaton small and is still necessary. */
const STRINGS_WHOLE = 48;
const PREFIX_BYTES = 6;
/** Below this a clause is true of nearly every value; one without letters and digits is rarer than it scores. */
const SCORE_FLOOR = 0.75;
const SYMBOLS_FLOOR = 0.5;

/** Lower-cases ASCII letters only, byte for byte. */
export function foldAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
}

/** How well a clause separates: about the number of rare characters that its weakest string asks for. */
export function clauseScore(clause: Clause): number {
  let weakest = Number.POSITIVE_INFINITY;
  for (const literal of clause) {
    let score = 0;
    for (const char of literal) score += charScore(char);
    weakest = Math.min(weakest, score);
  }
  return weakest - Math.log2(clause.length) * 0.15;
}

function charScore(char: string): number {
  if (/[a-z0-9]/.test(char)) return char === 'e' || char === 't' || char === 'a' ? 0.55 : 0.7;
  return /[ .,\-_/=:;+]/.test(char) ? 1 : 1.8;
}

/** The best few of `clauses`, without strings that a shorter one of the same clause already implies. */
export function selectClauses(clauses: readonly Clause[]): Necessary {
  const unique = new Map<string, Clause>();
  for (const clause of clauses) {
    const reduced = reduceClause(clause);
    unique.set(reduced.join('\u{100}'), reduced);
  }
  return [...unique.values()]
    .map((clause) => ({ clause, score: clauseScore(clause) }))
    .filter(({ clause, score }) => score >= (clause.every(isSymbols) ? SYMBOLS_FLOOR : SCORE_FLOOR))
    .sort((left, right) => right.score - left.score)
    .slice(0, CLAUSES_KEPT)
    .map(({ clause }) => clause);
}

function isSymbols(literal: string): boolean {
  return !/[a-z0-9 ]/.test(literal);
}

function reduceClause(clause: Clause): Clause {
  const cut = clause.length > STRINGS_WHOLE ? clause.map((literal) => literal.slice(0, PREFIX_BYTES)) : clause;
  const sorted = [...new Set(cut)].sort((left, right) => left.length - right.length || (left < right ? -1 : 1));
  if (sorted.length > 512) return sorted;
  const kept: string[] = [];
  for (const literal of sorted) if (!kept.some((shorter) => literal.includes(shorter))) kept.push(literal);
  return kept;
}
