import { type RuleError, RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { DetectionRule, Expr, SigmaRule } from '../model.ts';
import { parseCondition } from './condition.ts';
import { parseCorrelation } from './correlation.ts';
import { isMap, parseSearches, type YamlMap } from './detection.ts';
import { readDocuments } from './documents.ts';
import { parseFilter } from './filter.ts';
import { anyOf } from './item.ts';
import { parseLevel, parseLogsource, parseMeta, texts } from './meta.ts';
import type { Placeholders } from './placeholders.ts';

const RESERVED: ReadonlySet<string> = new Set(['condition', 'timeframe']);

export interface ParseOptions {
  /** Where the text came from; kept with rules and errors. */
  readonly path?: string;
  /** Values for placeholders (`%Servers%`) by name without the percent signs. */
  readonly placeholders?: Readonly<Record<string, string | readonly string[]>>;
}

export interface ParsedRules {
  readonly rules: SigmaRule[];
  readonly errors: RuleError[];
}

/**
 * Reads the rules of one YAML text: detection rules, correlation rules and filters, one a document. Nothing is thrown:
 * each document that is no valid rule is an error with a code, and the others are still read.
 */
export function parseRules(text: string, options: ParseOptions = {}): ParsedRules {
  const { path } = options;
  const at = path === undefined ? {} : { path };
  if (text.length > LIMITS.ruleFileChars) {
    const reason = `the file has ${text.length} characters, more than ${LIMITS.ruleFileChars}`;
    return { rules: [], errors: [{ code: 'limit_exceeded', reason, ...at }] };
  }
  const placeholders = toPlaceholders(options.placeholders);
  const rules: SigmaRule[] = [];
  const errors: RuleError[] = [];
  for (const [document, yaml] of readDocuments(text).entries()) {
    if ('fault' in yaml) {
      errors.push({ code: 'invalid_yaml', reason: yaml.fault, ...at, document });
      continue;
    }
    try {
      rules.push(parseDocument(yaml.value, path, placeholders));
    } catch (error) {
      if (!(error instanceof RuleFault)) throw error;
      const id = isMap(yaml.value) ? yaml.value['id'] : undefined;
      const ruleId = typeof id === 'string' ? { ruleId: id } : {};
      errors.push({ code: error.code, reason: error.message, ...at, ...ruleId, document });
    }
  }
  return { rules, errors };
}

function parseDocument(value: unknown, path: string | undefined, placeholders: Placeholders): SigmaRule {
  if (!isMap(value)) throw new RuleFault('not_a_rule', 'the document is not a map');
  if ('correlation' in value) return parseCorrelation(value, path);
  if ('filter' in value) return parseFilter(value, path, placeholders);
  return parseDetectionRule(value, path, placeholders);
}

function parseDetectionRule(document: YamlMap, path: string | undefined, placeholders: Placeholders): DetectionRule {
  const section = document['detection'];
  if (section === undefined) throw new RuleFault('missing_detection', 'the rule has no detection');
  if (!isMap(section)) throw new RuleFault('invalid_detection', 'detection is not a map');
  const meta = parseMeta(document, path);
  const level = parseLevel(document);
  const logsource = parseLogsource(document);
  const searches = parseSearches(section, RESERVED, placeholders);
  const conditions = texts(section, 'condition');
  if (conditions.length === 0) throw new RuleFault('missing_condition', 'detection has no condition');
  const condition: Expr = anyOf(conditions.map((text) => parseCondition(text, searches)));
  const conditionText = conditions.length === 1 ? conditions[0]! : conditions.map((text) => `(${text})`).join(' or ');
  return { kind: 'detection', ...meta, level, logsource, condition, conditionText, fields: texts(document, 'fields') };
}

function toPlaceholders(values: ParseOptions['placeholders']): Placeholders {
  return new Map(
    Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
  );
}
