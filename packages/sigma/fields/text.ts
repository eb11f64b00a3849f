import { LIMITS } from '../limits.ts';

/** What a field of an event says: a text, several, `null` (null or an empty list), or `undefined` (not there). */
export type FieldText = string | readonly string[] | null | undefined;

/**
 * The value of a field as text. Numbers and booleans are written as JSON writes them, lists give each of their values,
 * objects are JSON text, `{"#text": …}` (Windows' unnamed `Data`) is what it wraps.
 */
export function fieldText(value: unknown): FieldText {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return value;
  if (typeof value !== 'object') return String(value);
  const texts: string[] = [];
  collect(value, texts, 0);
  return texts.length === 0 ? null : texts.length === 1 ? texts[0]! : texts;
}

function collect(value: unknown, into: string[], depth: number): void {
  if (value === null || value === undefined || depth > LIMITS.eventDepth) return;
  if (Array.isArray(value)) for (const each of value) collect(each, into, depth + 1);
  else if (typeof value === 'object') {
    const wrapped = (value as { '#text'?: unknown })['#text'];
    if (wrapped === undefined) into.push(JSON.stringify(value));
    else collect(wrapped, into, depth + 1);
  } else into.push(String(value));
}

/** Every text inside an event, for keywords: what `LIMITS.keywordValues` and `LIMITS.eventDepth` allow. */
export function allTexts(value: unknown, into: string[] = [], depth = 0): string[] {
  if (value === null || value === undefined || depth > LIMITS.eventDepth || into.length >= LIMITS.keywordValues)
    return into;
  if (typeof value === 'object') {
    for (const key in value) allTexts((value as Record<string, unknown>)[key], into, depth + 1);
  } else into.push(String(value));
  return into;
}

/**
 * The form in which texts are compared where case does not matter: lower case, with the Greek final sigma as the
 * ordinary one, so that a part folds as it does inside the whole.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('\u03c2') ? lower.replaceAll('\u03c2', '\u03c3') : lower;
}
