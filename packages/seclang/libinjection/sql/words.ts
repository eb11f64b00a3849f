import type { TokenClass } from './token.ts';
import words from './words.json' with { type: 'json' };

/** Words, phrases and two-character operators in upper case → class. Made by `generate/words.ts`. */
const CLASSES: ReadonlyMap<string, TokenClass> = new Map(
  Object.entries(words).flatMap(([type, members]) => members.map((word) => [word, type] as const)),
);

/** The class of a word or phrase, whatever its case; `undefined` for one that SQL does not know. */
export function classOf(word: string): TokenClass | undefined {
  return CLASSES.get(word.toUpperCase());
}

/** All words, phrases and operators. */
export function knownWords(): readonly string[] {
  return [...CLASSES.keys()];
}
