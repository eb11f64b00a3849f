import type { CompiledRule } from '../compile/compiled.ts';
import { evaluateRule } from './evaluate.ts';
import type { Resolver } from './resolver.ts';
import type { TransactionState } from './state.ts';

const LOGGING = 5;

/** Runs the rules of a phase in order, until one ends the phase or the transaction. */
export function runPhase(state: TransactionState, resolver: Resolver, phase: number): void {
  if (state.engine === 'Off' || state.closedPhases.has(phase)) return;
  if (state.interruption !== undefined && phase !== LOGGING) return;
  resolver.startPhase();
  const rules = state.rules.phases[phase]!;
  const { groups, slots } = state.rules.gates[phase]!;
  let index = 0;
  while (index < rules.length) {
    const group = groups[index]!;
    if (group >= 0 && !resolver.mayMatch(group, slots[index]!)) {
      index++;
      continue;
    }
    const rule = rules[index]!;
    index++;
    if (state.removed !== undefined && state.removed[rule.index] === 1) continue;
    if (!evaluateRule(state, resolver, rule)) continue;
    if (disrupts(state, rule, phase)) return;
    index = rule.jump >= 0 ? rule.jump : index + rule.skip;
  }
}

/** Carries out the disruptive action of a matched rule; answers whether the phase is over. Off for DetectionOnly. */
function disrupts(state: TransactionState, rule: CompiledRule, phase: number): boolean {
  const { disruption } = rule;
  // The engine may have been switched by the rule itself.
  if ((state.engine as string) === 'Off') return true;
  if (disruption.kind === 'pass' || state.engine !== 'On') return false;
  if (disruption.kind === 'allow') {
    if (disruption.scope === 'request') [1, 2].forEach((closed) => void state.closedPhases.add(closed));
    if (disruption.scope === 'transaction') [1, 2, 3, 4].forEach((closed) => void state.closedPhases.add(closed));
    return true;
  }
  // Nothing is left to disrupt when the response has been sent.
  if (phase === LOGGING || state.interruption !== undefined) return false;
  const base = { action: disruption.kind, status: disruption.status, ruleId: rule.id };
  state.interruption =
    disruption.kind === 'redirect' ? { ...base, redirect: disruption.location.expand(state.facts) } : base;
  return true;
}
