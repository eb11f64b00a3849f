import type { CompiledRule, Link, LinkTest, Target } from '../compile/compiled.ts';
import { BOUND_ARGUMENTS, MATCHED_VARIABLES } from '../limits.ts';
import { type BoundTest, OperatorRefusal } from '../operators/operator.ts';
import type { Entry } from './entry.ts';
import type { MatchedVariable } from './facts.ts';
import { recordMatch } from './record.ts';
import { isExcluded, type Resolver } from './resolver.ts';
import type { TransactionState } from './state.ts';
import type { Text } from './text.ts';

/** Never added to: the first match makes a list of its own. */
const NO_MATCHES: MatchedVariable[] = [];

/**
 * Evaluates a rule with its chain. Effects of a link happen for each variable that matches it, whether or not the rest
 * of the chain matches; the rule is recorded once all links have matched.
 */
export function evaluateRule(state: TransactionState, resolver: Resolver, rule: CompiledRule): boolean {
  const { links } = rule;
  const before = state.facts.matchedVariables;
  for (let index = 0; index < links.length; index++) {
    if (!evaluateLink(state, resolver, rule, links[index]!, index)) {
      if (index > 0) state.facts.matchedVariables = before;
      return false;
    }
  }
  if (links.length > 1) recordMatch(state, rule);
  return true;
}

function evaluateLink(
  state: TransactionState,
  resolver: Resolver,
  rule: CompiledRule,
  link: Link,
  depth: number,
): boolean {
  const { test } = link;
  if (test === undefined) {
    startRule(state, rule, depth);
    for (const effect of link.effects) effect(state);
    if (rule.links.length === 1) recordMatch(state, rule);
    return true;
  }
  const { group, slot } = test;
  // The first link has passed its gate.
  if (depth > 0 && slot >= 0 && !test.negated && !group.targets.volatile && !resolver.mayMatch(group.index, slot))
    return false;
  const { targets: list, stages } = group;
  const { entries, target: only, targets } = resolver.resolve(list);
  const bound = entries.length === 0 ? undefined : (test.bound ?? expandedTest(state, test));
  if (bound === undefined) return false;
  const removals = state.removedTargets?.get(rule.index);
  let matched = false;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!;
    const target = targets === undefined ? only! : targets[index]!;
    if (removals !== undefined && isExcluded(removals, target, entry)) continue;
    let before: Text | undefined;
    for (let stage = 0; stage < stages.length; stage++) {
      const text = entry.text.through(stages[stage]);
      if (text === before) continue;
      before = text;
      if (!succeeds(state, resolver, test, bound, text, link.capture)) continue;
      if (!matched) startRule(state, rule, depth);
      onMatch(state, link, nameOf(target, entry), text.value);
      if (!matched && rule.links.length === 1) recordMatch(state, rule);
      matched = true;
    }
  }
  return matched;
}

function succeeds(
  state: TransactionState,
  resolver: Resolver,
  test: LinkTest,
  bound: BoundTest,
  text: Text,
  capture: boolean,
): boolean {
  let found = false;
  if (test.slot < 0 || resolver.mayMatchText(text, test.slot)) {
    found = bound.test(text.value, capture ? state.captured : undefined);
    if (found && capture && !test.negated) state.keepCaptures();
  }
  return found !== test.negated;
}

/** MATCHED_VARS collect over a chain and start anew with each rule that matches. */
function startRule(state: TransactionState, rule: CompiledRule, depth: number): void {
  if (depth > 0) return;
  state.facts.matchedVariables = NO_MATCHES;
  state.facts.rule = rule.facts;
}

function onMatch(state: TransactionState, link: Link, name: string, value: string): void {
  const { facts } = state;
  const matched = { name, value };
  facts.matched = matched;
  // Most rules match one variable: a list of one takes no room for more.
  if (facts.matchedVariables.length === 0) facts.matchedVariables = [matched];
  else if (facts.matchedVariables.length < MATCHED_VARIABLES) facts.matchedVariables.push(matched);
  const { effects } = link;
  for (let index = 0; index < effects.length; index++) effects[index]!(state);
}

function nameOf(target: Target, entry: Entry): string {
  const { variable } = target;
  if (target.count) return target.key === undefined ? `&${target.name}` : `&${target.name}:${target.key}`;
  if (variable.kind === 'single') return target.name;
  return variable.namedByKey === true ? entry.key : `${target.name}:${entry.key}`;
}

/** Binds the operator to its argument as expanded now; a malformed one matches nothing. */
function expandedTest(state: TransactionState, test: LinkTest): BoundTest | undefined {
  const argument = test.argument.expand(state.facts);
  const known = test.expanded.get(argument);
  if (known !== undefined) return known;
  try {
    const bound = test.operator.bind(argument, { dataFile: () => undefined });
    if (test.expanded.size >= BOUND_ARGUMENTS) test.expanded.delete(test.expanded.keys().next().value!);
    test.expanded.set(argument, bound);
    return bound;
  } catch (error) {
    if (error instanceof OperatorRefusal) return undefined;
    throw error;
  }
}
