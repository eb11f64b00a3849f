import { RuleFault } from '../errors.ts';
import type { FilterRule } from '../model.ts';
import { parseCondition } from './condition.ts';
import { isMap, parseSearches, type YamlMap } from './detection.ts';
import { parseLogsource, parseMeta } from './meta.ts';
import type { Placeholders } from './placeholders.ts';

const RESERVED: ReadonlySet<string> = new Set(['condition', 'rules']);

/**
 * A filter document (Sigma filters specification 2.1.0). Its condition is added to the rules it names with AND, as it
 * is written: `condition: not selection` suppresses what the selection describes.
 */
export function parseFilter(document: YamlMap, path: string | undefined, placeholders: Placeholders): FilterRule {
  const meta = parseMeta(document, path);
  const logsource = parseLogsource(document);
  const section = document['filter'];
  if (!isMap(section)) throw new RuleFault('invalid_filter', 'filter is not a map');
  const condition = section['condition'];
  if (typeof condition !== 'string') throw new RuleFault('invalid_filter', 'filter.condition is not a string');
  const searches = parseSearches(section, RESERVED, placeholders);
  return {
    kind: 'filter',
    ...meta,
    logsource,
    rules: references(section['rules']),
    condition: parseCondition(condition, searches),
  };
}

function references(value: unknown): readonly string[] | 'any' {
  const list = (Array.isArray(value) ? value : [value]).map((each) => (typeof each === 'string' ? each : ''));
  if (value === undefined || list.includes(''))
    throw new RuleFault('invalid_filter', "filter.rules names no rule; 'any' means all rules of the log source");
  const [only] = list;
  return list.length === 0 || (list.length === 1 && (only === 'any' || only === 'all')) ? 'any' : list;
}
