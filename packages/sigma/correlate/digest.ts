import { createHash } from 'node:crypto';
import type { CorrelationRule, SigmaRule } from '../model.ts';

/**
 * A digest, by id of a correlation, of everything that its windows depend on: how it counts, what it groups by, and the
 * rules whose matches it counts. Titles, levels and tags are no part of it.
 */
export function windowDigests(
  correlations: readonly CorrelationRule[],
  byReference: ReadonlyMap<string, SigmaRule>,
): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  // Each rule once, however often others refer to it: references upon references would grow without bound.
  const digestOf = (rule: SigmaRule | undefined): string => {
    if (rule === undefined) return '';
    const known = digests.get(rule.id);
    if (known !== undefined) return known;
    const digest = createHash('sha256')
      .update(JSON.stringify(essence(rule), plain))
      .digest('hex')
      .slice(0, 32);
    digests.set(rule.id, digest);
    return digest;
  };
  const essence = (rule: SigmaRule): unknown => {
    if (rule.kind === 'filter') return [];
    if (rule.kind === 'detection') return [rule.id, rule.name, rule.logsource, rule.condition];
    const { id, name, type, rules, groupBy, aliases, timespanMs, bounds, valueFields, percentile } = rule;
    const counted = rules.map((reference) => [reference, digestOf(byReference.get(reference))]);
    return [id, name, type, counted, groupBy, aliases, timespanMs, bounds, valueFields, percentile];
  };
  return new Map(correlations.map((rule) => [rule.id, digestOf(rule)]));
}

/** Wildcards are symbols, addresses are big integers, aliases are maps: JSON alone would lose them. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'symbol' || typeof value === 'bigint') return String(value);
  return value instanceof Map ? [...value] : value;
}
