import type { Logsource } from '@haechi/event';
import { compile, type DetectionRule, type Matcher, parseRules } from '@haechi/sigma';
import type { EventRow } from '../store/ports.ts';
import type { RejectedRule } from './rulebook.ts';

/** What somebody declared normal: a Sigma filter for one rule, for a tenant and everything below it. */
export interface RuleException {
  readonly id: string;
  readonly tenant: string;
  readonly ruleId: string;
  /** Sigma filter document (filters specification 2.1.0), YAML. */
  readonly filter: string;
}

/** Answers whether a match is declared normal for its tenant. */
export interface Exceptions {
  covers(row: EventRow, ruleId: string): boolean;
  readonly rejected: readonly RejectedRule[];
}

/**
 * Compiles exceptions. A filter's condition is joined to the rule with AND, so a match is covered when the condition
 * does not hold on the event. A filter that cannot be read covers nothing and is listed.
 *
 * @param logsourceOf log source of a rule: the filter's fields are read the way the rule's are
 */
export function compileExceptions(
  exceptions: readonly RuleException[],
  logsourceOf: (ruleId: string) => Logsource,
): Exceptions {
  const rejected: RejectedRule[] = [];
  const byRule = new Map<string, { tenant: string; keep: Matcher }[]>();
  for (const exception of exceptions) {
    const { rules, errors } = parseRules(exception.filter);
    const filter = rules.find((rule) => rule.kind === 'filter');
    if (filter === undefined) {
      rejected.push({
        path: `exception ${exception.id}`,
        reason: errors[0]?.reason ?? 'the document is no Sigma filter',
      });
      continue;
    }
    const keep: DetectionRule = {
      ...filter,
      kind: 'detection',
      level: 'informational',
      logsource: logsourceOf(exception.ruleId),
      conditionText: '',
      fields: [],
    };
    const list = byRule.get(exception.ruleId) ?? [];
    list.push({ tenant: exception.tenant, keep: compile([keep]) });
    byRule.set(exception.ruleId, list);
  }
  return {
    rejected,
    covers(row, ruleId) {
      const list = byRule.get(ruleId);
      if (list === undefined) return false;
      return list.some(
        ({ tenant, keep }) => row.tenant.startsWith(tenant) && keep.match(row.native, row.logsource).length === 0,
      );
    },
  };
}
