import type { Decoded } from '@haechi/event';
import type { CorrelationRule, SigmaRule } from '@haechi/sigma';
import type { Rulebook } from './replay.ts';

/** A match of a rule or of a correlation at a moment, with the fields that correlations may group by or count. */
interface Hit {
  readonly ms: number;
  readonly rule: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Correlations (Sigma correlation rules 2.1.0: event_count, value_count, temporal_ordered) evaluated in the plainest way,
 * from all hits at once and without any limit: an oracle for small samples, not an engine.
 *
 * @returns ids of the correlations that hold, among those that no other correlation refers to
 */
export function correlatePlainly(book: Rulebook, events: readonly Decoded[]): Set<string> {
  const correlations = book.rules.filter((rule): rule is CorrelationRule => rule.kind === 'correlation');
  const known = new Map<string, readonly Hit[]>();
  const base = events.flatMap((event): Hit[] =>
    book.matcher.match(event.native, event.logsource).map(({ rule }) => ({
      ms: Date.parse(event.event['@timestamp']),
      rule: rule.id,
      fields: event.native,
    })),
  );
  const find = (reference: string): SigmaRule | undefined =>
    book.rules.find(({ id, name }) => id === reference || name === reference);
  const hitsOf = (reference: string): readonly Hit[] => {
    const rule = find(reference);
    if (rule === undefined) throw new Error(`no rule '${reference}'`);
    if (rule.kind !== 'correlation') return base.filter((hit) => hit.rule === rule.id);
    let hits = known.get(rule.id);
    if (hits === undefined) known.set(rule.id, (hits = evaluate(rule, hitsOf)));
    return hits;
  };
  const inner = new Set(correlations.flatMap(({ rules }) => rules.map((reference) => find(reference)?.id)));
  const holding = correlations.filter(({ id }) => !inner.has(id) && hitsOf(id).length > 0);
  return new Set(holding.map(({ id }) => id));
}

function evaluate(rule: CorrelationRule, hitsOf: (reference: string) => readonly Hit[]): Hit[] {
  const steps = rule.rules.map((reference) => new Set(hitsOf(reference)));
  const all = [...new Set(steps.flatMap((step) => [...step]))].sort((a, b) => a.ms - b.ms);
  const groups = Map.groupBy(all, (hit) => {
    const values = rule.groupBy.map((field) => hit.fields[field]);
    return values.includes(undefined) ? undefined : JSON.stringify(values);
  });
  const found: Hit[] = [];
  for (const [key, hits] of groups) {
    if (key === undefined) continue;
    for (const last of hits) {
      const window = hits.filter(({ ms }) => ms <= last.ms && last.ms - ms <= rule.timespanMs);
      if (!holds(rule, window, steps)) continue;
      found.push({
        ms: last.ms,
        rule: rule.id,
        fields: Object.fromEntries(rule.groupBy.map((f) => [f, last.fields[f]])),
      });
    }
  }
  return found;
}

function holds(rule: CorrelationRule, window: readonly Hit[], steps: readonly ReadonlySet<Hit>[]): boolean {
  if (rule.type === 'temporal_ordered') {
    let after = Number.NEGATIVE_INFINITY;
    for (const step of steps) {
      const next = window.find((hit) => step.has(hit) && hit.ms >= after);
      if (next === undefined) return false;
      after = next.ms;
    }
    return true;
  }
  if (rule.type !== 'event_count' && rule.type !== 'value_count') throw new Error(`${rule.type} is not evaluated here`);
  const values = window.map((hit) => JSON.stringify(rule.valueFields.map((field) => hit.fields[field])));
  const count = rule.type === 'event_count' ? window.length : new Set(values).size;
  return rule.bounds.every(({ op, number }) => {
    if (op !== 'gte') throw new Error(`${op} is not evaluated here`);
    return count >= number;
  });
}
