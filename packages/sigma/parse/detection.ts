import { RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Expr } from '../model.ts';
import { allOf, anyOf, parseItem, parseKeyword } from './item.ts';
import type { Placeholders } from './placeholders.ts';

/** A plain map of a YAML document. */
export type YamlMap = { readonly [key: string]: unknown };

export function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Search identifiers of a `detection` or `filter` section by name (specification 2.1.0, "Search-Identifier"). */
export function parseSearches(
  section: YamlMap,
  reserved: ReadonlySet<string>,
  placeholders: Placeholders,
): Map<string, Expr> {
  const searches = new Map<string, Expr>();
  for (const [name, value] of Object.entries(section)) {
    if (reserved.has(name)) continue;
    searches.set(name, { kind: 'search', name, of: parseSearch(value, name, placeholders, 0) });
  }
  return searches;
}

/** A map is an AND of its items; a list is an OR of maps and keywords; a lone scalar is a keyword. */
function parseSearch(value: unknown, name: string, placeholders: Placeholders, depth: number): Expr {
  if (depth > LIMITS.detectionDepth)
    throw new RuleFault('limit_exceeded', `'${name}' is nested deeper than ${LIMITS.detectionDepth}`);
  if (Array.isArray(value)) {
    if (value.length === 0) throw new RuleFault('invalid_detection', `'${name}' is an empty list`);
    return anyOf(value.map((each) => parseSearch(each, name, placeholders, depth + 1)));
  }
  if (!isMap(value)) return parseKeyword(value, placeholders);
  const entries = Object.entries(value);
  if (entries.length === 0) throw new RuleFault('invalid_detection', `'${name}' is an empty map`);
  return allOf(entries.map(([key, each]) => parseItem(key, each, placeholders)));
}
