import type { RuleError, RuleErrorCode } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { CorrelationRule, SigmaRule } from '../model.ts';

/** A place where matches of a rule are fed in: a correlation and the position in its list. */
export interface Consumer {
  readonly correlation: CorrelationRule;
  readonly position: number;
}

export interface ResolvedCorrelations {
  /** Correlations that can be evaluated. */
  readonly correlations: readonly CorrelationRule[];
  /** Id of a rule or correlation → who waits for its matches. */
  readonly consumers: ReadonlyMap<string, readonly Consumer[]>;
  /** Correlations that only feed others (`generate: false`, the default). */
  readonly silent: ReadonlySet<string>;
  readonly rejected: readonly RuleError[];
  /** What correlations may refer to, by id and by name. */
  readonly byReference: ReadonlyMap<string, SigmaRule>;
}

/** What correlations may refer to, by id and by name. */
function referable(rules: readonly SigmaRule[]): ReadonlyMap<string, SigmaRule> {
  const byReference = new Map<string, SigmaRule>();
  for (const rule of rules) if (rule.kind !== 'filter') byReference.set(rule.id, rule);
  for (const rule of rules)
    if (rule.kind !== 'filter' && rule.name !== undefined && !byReference.has(rule.name))
      byReference.set(rule.name, rule);
  return byReference;
}

/** Finds what correlations refer to, by id or name; those that refer to nothing, or to themselves, are rejected. */
export function resolveCorrelations(rules: readonly SigmaRule[]): ResolvedCorrelations {
  const byReference = referable(rules);
  const all = rules.filter((rule): rule is CorrelationRule => rule.kind === 'correlation');
  const rejected = new Map<string, RuleError>();
  const reject = (rule: CorrelationRule, code: RuleErrorCode, reason: string): void => {
    const path = rule.path === undefined ? {} : { path: rule.path };
    if (!rejected.has(rule.id)) rejected.set(rule.id, { code, reason, ruleId: rule.id, ...path });
  };
  const seen = new Set<string>();
  for (const rule of all) {
    if (seen.has(rule.id)) reject(rule, 'duplicate_id', 'another correlation has the same id');
    seen.add(rule.id);
    check(rule, byReference, reject);
  }
  // What a rejected correlation feeds cannot work either.
  for (let before = -1; before !== rejected.size; ) {
    before = rejected.size;
    for (const rule of all)
      for (const reference of rule.rules)
        if (rejected.has(byReference.get(reference)?.id ?? ''))
          reject(rule, 'unknown_rule', `the correlation refers to '${reference}', which was rejected`);
  }
  const correlations = all.filter((rule) => !rejected.has(rule.id));
  return { correlations, ...connect(correlations, byReference), rejected: [...rejected.values()], byReference };
}

type Reject = (rule: CorrelationRule, code: RuleErrorCode, reason: string) => void;

function check(rule: CorrelationRule, byReference: ReadonlyMap<string, SigmaRule>, reject: Reject): void {
  if (rule.rules.length > LIMITS.correlationRules)
    reject(rule, 'limit_exceeded', `the correlation has more than ${LIMITS.correlationRules} rules`);
  for (const reference of rule.rules)
    if (!byReference.has(reference))
      reject(rule, 'unknown_rule', `the correlation refers to '${reference}', which is not loaded`);
  const counts = rule.type === 'event_count' || rule.type === 'value_count';
  if (counts && rule.bounds.some(({ number }) => number > LIMITS.correlationEvents))
    reject(rule, 'limit_exceeded', `the correlation counts further than ${LIMITS.correlationEvents} events`);
  const depth = depthOf(rule, byReference, 0);
  if (depth > LIMITS.correlationDepth)
    reject(rule, 'invalid_correlation', `the correlation refers to itself, or deeper than ${LIMITS.correlationDepth}`);
}

function depthOf(rule: SigmaRule | undefined, byReference: ReadonlyMap<string, SigmaRule>, depth: number): number {
  if (rule?.kind !== 'correlation' || depth > LIMITS.correlationDepth) return depth;
  return Math.max(depth, ...rule.rules.map((each) => depthOf(byReference.get(each), byReference, depth + 1)));
}

function connect(
  correlations: readonly CorrelationRule[],
  byReference: ReadonlyMap<string, SigmaRule>,
): Pick<ResolvedCorrelations, 'consumers' | 'silent'> {
  const consumers = new Map<string, Consumer[]>();
  const silent = new Set<string>();
  for (const correlation of correlations) {
    for (const [position, reference] of correlation.rules.entries()) {
      const { id } = byReference.get(reference)!;
      const waiting = consumers.get(id) ?? [];
      waiting.push({ correlation, position });
      consumers.set(id, waiting);
      if (!correlation.generate) silent.add(id);
    }
  }
  return { consumers, silent };
}
