import type { CompiledRule, CompiledRules } from '../compile/compiled.ts';

/** What tells rules apart at run time. */
interface RuleLabels {
  readonly id: number;
  readonly msg: string;
  readonly tags: readonly string[];
}

/** Which rules a `ctl` action is about. */
export type RuleTest = (rule: RuleLabels) => boolean;

/** Selections by rule set and test: both live as long as the rules, so that each is made once. */
const KNOWN = new WeakMap<CompiledRules, Map<RuleTest, readonly CompiledRule[]>>();

/** The rules of a set that a test selects. */
export function selectRules(rules: CompiledRules, test: RuleTest): readonly CompiledRule[] {
  let known = KNOWN.get(rules);
  if (known === undefined) KNOWN.set(rules, (known = new Map()));
  let selected = known.get(test);
  if (selected === undefined) {
    selected = rules.rules.filter((rule) =>
      test({ id: rule.id, msg: rule.facts.msg, tags: rule.tags.map((tag) => tag.source) }),
    );
    known.set(test, selected);
  }
  return selected;
}
