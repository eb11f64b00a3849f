import type { RuleSettings } from '../actions/action.ts';
import type { OperatorSpec } from '../parse/operator.ts';
import type { TargetSpec } from '../parse/targets.ts';

/** One SecRule or SecAction as read, before the later directives that change it are applied. */
export interface LinkDraft {
  readonly file: string;
  readonly line: number;
  /** Variables and exclusions; `SecRuleUpdateTargetBy*` adds to them or replaces them. Empty for SecAction. */
  targets: TargetSpec[];
  /** Missing for SecAction. */
  readonly operator: OperatorSpec | undefined;
  /** Action lists in the order they count: inherited, own, those of `SecRuleUpdateActionById`. */
  readonly actions: string[];
  settings: RuleSettings;
}

/** A rule with the links chained to it; `order` is its place among all rules and markers. */
export interface RuleDraft {
  readonly order: number;
  readonly links: LinkDraft[];
}

/** A SecMarker. */
export interface MarkerDraft {
  readonly order: number;
  readonly label: string;
}
