import { ANY_CHAR, ANY_DASH, ANY_RUN, type PatternPart, type Test } from '../model.ts';

const BACKSLASH = 0x5c;

/**
 * A value of a rule as wildcards and text (specification 2.1.0, "String Wildcard" and "Escaping"): `*` and `?` are
 * wildcards, a backslash before `*`, `?` or a backslash takes its meaning away, any other backslash is itself.
 */
export function parsePattern(text: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const next = text[i + 1];
    if (char.charCodeAt(0) === BACKSLASH && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      i++;
    } else if (char === '*' || char === '?') {
      if (literal !== '') parts.push(literal);
      literal = '';
      const wildcard = char === '*' ? ANY_RUN : ANY_CHAR;
      if (wildcard === ANY_CHAR || parts.at(-1) !== ANY_RUN) parts.push(wildcard);
    } else literal += char;
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

/** Whether any wildcard is left in the pattern. */
export function hasWildcard(parts: readonly PatternPart[]): boolean {
  return parts.some((part) => typeof part !== 'string');
}

/** The text of a pattern without wildcards. */
export function plainText(parts: readonly PatternPart[]): string {
  return parts.filter((part) => typeof part === 'string').join('');
}

/** Puts `*` around, before or after, where there is none yet (`contains`, `endswith`, `startswith`). */
export function anchored(
  parts: readonly PatternPart[],
  mode: 'contains' | 'startswith' | 'endswith',
): readonly PatternPart[] {
  let result = parts;
  if (mode !== 'startswith' && result[0] !== ANY_RUN) result = [ANY_RUN, ...result];
  if (mode !== 'endswith' && result.at(-1) !== ANY_RUN) result = [...result, ANY_RUN];
  return result;
}

/** The cheapest test that says the same as the pattern. */
export function patternTest(parts: readonly PatternPart[], cased: boolean): Test {
  const head = parts[0] === ANY_RUN;
  const tail = parts.length > 1 && parts.at(-1) === ANY_RUN;
  const inner = parts.slice(head ? 1 : 0, tail ? -1 : undefined);
  if (inner.length === 0) return head ? { kind: 'present' } : { kind: 'equals', text: '', cased };
  const only = inner[0];
  if (inner.length === 1 && typeof only === 'string') {
    if (head && tail) return { kind: 'contains', text: only, cased };
    if (head) return { kind: 'endswith', text: only, cased };
    if (tail) return { kind: 'startswith', text: only, cased };
    return { kind: 'equals', text: only, cased };
  }
  return { kind: 'glob', parts, cased };
}

/** Dashes that Windows programs take for one another in front of an option. */
export const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;

/** A pattern with each `ANY_DASH` written out; used where a target language has no class for it. */
export function expandDashes(parts: readonly PatternPart[]): PatternPart[][] {
  let variants: PatternPart[][] = [[]];
  for (const part of parts) {
    const choices: readonly PatternPart[] = part === ANY_DASH ? DASHES : [part];
    variants = variants.flatMap((variant) => choices.map((choice): PatternPart[] => [...variant, choice]));
  }
  return variants.map(mergeText);
}

/** Neighbouring pieces of text as one. */
export function mergeText(parts: readonly PatternPart[]): PatternPart[] {
  const merged: PatternPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged;
}
