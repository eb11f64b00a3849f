import { SEVERITIES } from '../actions/severities.ts';
import type { CompiledRule } from '../compile/compiled.ts';
import { LOG_TEXT_BYTES, MATCHED_RULES } from '../limits.ts';
import type { Facts } from './facts.ts';
import type { Macro } from './macro.ts';
import type { MatchedRule } from './outcome.ts';
import type { TransactionState } from './state.ts';

/** Notes a rule that matched as a whole: its severity, and, where it is logged, an entry for the audit line. */
export function recordMatch(state: TransactionState, rule: CompiledRule): void {
  const { facts, matchedRules } = state;
  if (rule.severity !== undefined && rule.severity < facts.highestSeverity) facts.highestSeverity = rule.severity;
  if (rule.log && matchedRules.length < MATCHED_RULES) matchedRules.push(matchOf(state, rule));
}

function matchOf(state: TransactionState, rule: CompiledRule): MatchedRule {
  const { facts } = state;
  return {
    id: rule.id,
    phase: rule.phase,
    severity: rule.severity === undefined ? '' : SEVERITIES[rule.severity]!,
    msg: expand(rule.msg, facts),
    data: expand(rule.logdata, facts),
    tags: rule.tags.map((tag) => (tag.constant ? tag.source : tag.expand(facts))),
    file: rule.file,
    line: rule.line,
    auditlog: rule.auditlog,
    variable: rule.links[0]!.test === undefined ? '' : fieldOf(state),
  };
}

function expand(macro: Macro | undefined, facts: Facts): string {
  return macro?.expand(facts).slice(0, LOG_TEXT_BYTES) ?? '';
}

/** A later link of a chain may look at MATCHED_VAR or TX: the field of the request is what an earlier one found. */
function fieldOf({ facts }: TransactionState): string {
  const field = facts.matchedVariables.findLast(({ name }) => !/^&?(?:MATCHED_VAR|TX:)/.test(name));
  return (field ?? facts.matched)?.name ?? '';
}
