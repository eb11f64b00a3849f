import type { Logsource } from '@haechi/event';
import type { RuleError } from '../errors.ts';
import type { DetectionRule, Expr, FilterRule } from '../model.ts';

/** The condition of a rule with the filters that name it (filters specification 2.1.0): all joined with AND. */
export function filteredCondition(rule: DetectionRule, filters: readonly FilterRule[]): Expr {
  const of = filters.filter((filter) => applies(filter, rule)).map((filter) => filter.condition);
  return of.length === 0 ? rule.condition : { kind: 'and', of: [rule.condition, ...of] };
}

function applies(filter: FilterRule, rule: DetectionRule): boolean {
  if (!covers(filter.logsource, rule.logsource)) return false;
  return filter.rules === 'any' || filter.rules.some((each) => each === rule.id || each === rule.name);
}

/** A filter's log source covers a rule's where each part that it names is the same. */
function covers(filter: Logsource, rule: Logsource): boolean {
  return (['product', 'category', 'service'] as const).every(
    (part) => filter[part] === undefined || filter[part] === rule[part],
  );
}

/** References of filters to rules that are not there. */
export function danglingFilters(filters: readonly FilterRule[], known: ReadonlySet<string>): RuleError[] {
  return filters.flatMap((filter) =>
    filter.rules === 'any'
      ? []
      : filter.rules
          .filter((each) => !known.has(each))
          .map((each) => ({
            code: 'unknown_rule' as const,
            reason: `the filter names the rule '${each}', which is not loaded`,
            ruleId: filter.id,
            ...(filter.path === undefined ? {} : { path: filter.path }),
          })),
  );
}
