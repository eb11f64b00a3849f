import { LIMITS } from '../limits.ts';
import { ANY_DASH, type PatternPart } from '../model.ts';
import { expandDashes, mergeText } from './pattern.ts';

/** A dash that begins an option: nothing of a word before it, a word character after it. */
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;

/**
 * `windash` (modifiers appendix): all permutations of the five dashes at the places where an option begins. Up to
 * `LIMITS.windashExpanded` dashes are written out; more become a class in a single pattern, because 5^n copies of a
 * hostile value would fill the memory.
 */
export function windash(parts: readonly PatternPart[]): PatternPart[][] {
  const marked: PatternPart[] = [];
  let dashes = 0;
  for (const part of parts) {
    if (typeof part !== 'string') {
      marked.push(part);
      continue;
    }
    let from = 0;
    for (const match of part.matchAll(OPTION_DASH)) {
      if (match.index > from) marked.push(part.slice(from, match.index));
      marked.push(ANY_DASH);
      dashes++;
      from = match.index + 1;
    }
    if (from < part.length) marked.push(part.slice(from));
  }
  return dashes <= LIMITS.windashExpanded ? expandDashes(marked) : [mergeText(marked)];
}
