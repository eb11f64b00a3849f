import { readFileSync } from 'node:fs';
import { HaechiError } from '@haechi/event';
import type { MaskingRule } from '@haechi/masking';
import { parse } from 'yaml';

const OWN = new URL('./masking/masking.yml', import.meta.url);
const KEYS = ['id', 'names', 'contains', 'pattern', 'check', 'tag'];

/** The masking rules that come with Haechi. */
export function maskingRules(): readonly MaskingRule[] {
  return parse(readFileSync(OWN, 'utf8')) as readonly MaskingRule[];
}

/**
 * Reads a user's masking rules: YAML or JSON, a list in the shape of `content/schema/masking.schema.json`.
 *
 * @throws HaechiError `masking_file_invalid`
 */
export function readMaskingRules(file: string): readonly MaskingRule[] {
  let rules: unknown;
  try {
    rules = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, (cause as Error).message, cause);
  }
  if (!Array.isArray(rules)) throw invalid(file, 'the file holds no list of rules');
  for (const [index, rule] of rules.entries()) {
    const fault = faultOf(rule as Record<string, unknown>);
    if (fault !== undefined) throw invalid(file, `rule ${index + 1}: ${fault}`);
  }
  return rules as readonly MaskingRule[];
}

function faultOf(rule: Record<string, unknown>): string | undefined {
  if (typeof rule !== 'object' || rule === null || typeof rule['id'] !== 'string') return 'it needs an id';
  const unknown = Object.keys(rule).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `"${unknown}" is none of ${KEYS.join(', ')}`;
  const lists = [rule['names'] ?? [], rule['contains'] ?? []];
  if (!lists.every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string')))
    return 'names and contains are lists of texts';
  if (rule['pattern'] === undefined && lists.flat().length === 0) return 'it needs names, contains or a pattern';
  if (rule['pattern'] !== undefined && typeof rule['pattern'] !== 'string') return 'the pattern is a text';
  return undefined;
}

function invalid(where: string, what: string, cause?: unknown): HaechiError {
  return new HaechiError('masking_file_invalid', {
    what,
    where,
    remedy: 'write a list of {id, names, contains, pattern, check, tag}; docs/waf.md has an example',
    cause,
  });
}
