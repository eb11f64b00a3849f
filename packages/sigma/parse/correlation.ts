import { RuleFault } from '../errors.ts';
import { type Bound, CORRELATION_TYPES, type CorrelationRule, type CorrelationType } from '../model.ts';
import { isMap, type YamlMap } from './detection.ts';
import { parseLevel, parseMeta, texts } from './meta.ts';

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);
const OPERATORS = ['lt', 'lte', 'gt', 'gte', 'eq', 'neq'] as const;

/** A correlation document (Sigma correlation rules specification 2.1.0). */
export function parseCorrelation(document: YamlMap, path: string | undefined): CorrelationRule {
  const meta = parseMeta(document, path);
  const section = document['correlation'];
  if (!isMap(section)) throw invalid('correlation is not a map');
  const type = CORRELATION_TYPES.find((each) => each === section['type']);
  if (type === undefined) throw invalid(`no correlation type '${String(section['type'])}'`);
  const rules = texts(section, 'rules');
  if (rules.length === 0) throw invalid('correlation.rules names no rule');
  const condition = parseBounds(section['condition'], type, rules.length);
  const generate = section['generate'] ?? document['generate'] ?? false;
  if (typeof generate !== 'boolean') throw invalid('generate is neither true nor false');
  return {
    kind: 'correlation',
    ...meta,
    level: parseLevel(document),
    type,
    rules,
    groupBy: texts(section, 'group-by'),
    aliases: parseAliases(section['aliases']),
    timespanMs: parseTimespan(section['timespan']),
    ...condition,
    generate,
  };
}

type Condition = Pick<CorrelationRule, 'bounds' | 'valueFields' | 'percentile'>;

function parseBounds(value: unknown, type: CorrelationType, ruleCount: number): Condition {
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  if (value === undefined || value === null) {
    if (!temporal) throw invalid(`${type} needs a condition`);
    return { bounds: [{ op: 'gte', number: ruleCount }], valueFields: [] };
  }
  if (!isMap(value)) throw invalid('the condition of a correlation is a map of gt, gte, lt, lte, eq');
  const bounds: Bound[] = [];
  for (const [key, each] of Object.entries(value)) {
    if (key === 'field' || key === 'percentile') continue;
    const op = OPERATORS.find((name) => name === key);
    if (op === undefined) throw invalid(`the condition has '${key}', which is no comparison`);
    if (typeof each !== 'number' || !Number.isFinite(each)) throw invalid(`'${key}' wants a number`);
    bounds.push({ op, number: each });
  }
  if (bounds.length === 0) throw invalid('the condition compares with nothing');
  const valueFields = texts(value, 'field');
  const counts = type === 'event_count' || temporal;
  if (!counts && valueFields.length === 0) throw invalid(`${type} needs condition.field`);
  if (type !== 'value_count' && valueFields.length > 1) throw invalid(`${type} takes one condition.field`);
  const percentile = value['percentile'];
  if (percentile === undefined) return { bounds, valueFields };
  if (typeof percentile !== 'number' || percentile < 0 || percentile > 100)
    throw invalid('condition.percentile is not a number from 0 to 100');
  return { bounds, valueFields, percentile };
}

function parseAliases(value: unknown): Map<string, Map<string, string>> {
  const aliases = new Map<string, Map<string, string>>();
  if (value === undefined || value === null) return aliases;
  if (!isMap(value)) throw invalid('aliases is not a map');
  for (const [alias, mapping] of Object.entries(value)) {
    if (!isMap(mapping)) throw invalid(`the alias '${alias}' is not a map of rules to fields`);
    aliases.set(alias, new Map(Object.entries(mapping).map(([rule, field]) => [rule, String(field)])));
  }
  return aliases;
}

function parseTimespan(value: unknown): number {
  const match = /^(\d{1,9})([smhdw])$/.exec(String(value ?? ''));
  const unit = UNIT_MS.get(match?.[2] ?? '');
  if (match === null || unit === undefined || Number(match[1]) === 0)
    throw invalid(`the timespan '${String(value)}' is not a number with s, m, h, d or w`);
  return Number(match[1]) * unit;
}

function invalid(reason: string): RuleFault {
  return new RuleFault('invalid_correlation', reason);
}
