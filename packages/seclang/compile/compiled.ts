import type { AllowScope, Effect } from '../actions/action.ts';
import type { BoundTest, Operator } from '../operators/operator.ts';
import type { Prefilter } from '../prefilter/prefilter.ts';
import type { CompiledRegex } from '../regex/compile.ts';
import type { Entry } from '../transaction/entry.ts';
import type { Facts, RuleFacts } from '../transaction/facts.ts';
import type { Macro } from '../transaction/macro.ts';
import type { Chain } from '../transaction/text.ts';
import type { Variable } from '../variables/variable.ts';
import type { EngineSettings } from './settings.ts';

/** One variable of a rule, ready to read; equal ones are one object. */
export interface Target {
  readonly index: number;
  readonly name: string;
  readonly variable: Variable;
  /** Number of the variable in the rule set, for values remembered by phase. */
  readonly variableIndex: number;
  readonly count: boolean;
  readonly key: string | undefined;
  readonly foldedKey: string | undefined;
  readonly pattern: CompiledRegex | undefined;
  readonly select: ((facts: Facts) => readonly Entry[]) | undefined;
}

/** A variable, or members of one, that a rule passes over. */
export interface Exclusion {
  readonly name: string;
  readonly foldedKey: string | undefined;
  readonly pattern: CompiledRegex | undefined;
}

/** The variables of a rule; equal lists are one object, so that what they yield is read once a phase. */
export interface TargetList {
  readonly index: number;
  readonly targets: readonly Target[];
  /** What is passed over of each target. */
  readonly exclusions: readonly (readonly Exclusion[])[];
  /** Whether the values may change between two rules of a phase. */
  readonly volatile: boolean;
}

/** A target after one chain; equal ones are one object, so that groups share what the prefilter says of them. */
export interface Part {
  readonly index: number;
  readonly target: Target;
  readonly chain: Chain | undefined;
}

/** Target list and transformation chain together: the texts that rules with both in common look at. */
export interface Group {
  readonly index: number;
  readonly targets: TargetList;
  /** Every target after every stage. */
  readonly parts: readonly Part[];
  /**
   * Chains whose results are tested, `undefined` being the value as it is: the whole chain of the rule, or with
   * `multiMatch` every part of it from the start.
   */
  readonly stages: readonly (Chain | undefined)[];
}

/** One condition: the rule itself, or a rule chained to it. */
export interface Link {
  /** Missing for SecAction, which always matches. */
  readonly test: LinkTest | undefined;
  readonly capture: boolean;
  readonly effects: readonly Effect[];
}

export interface LinkTest {
  readonly group: Group;
  readonly negated: boolean;
  readonly operator: Operator;
  /** The operator with its argument, where that holds no macros. */
  readonly bound: BoundTest | undefined;
  readonly argument: Macro;
  /** Bit of the prefilter, -1 where every value has to be tested. */
  readonly slot: number;
  /** Tests for expanded arguments, newest last. */
  readonly expanded: Map<string, BoundTest>;
}

/** How a matched rule ends the transaction or the phase; `block` is resolved. */
export type Disruption =
  | { readonly kind: 'pass' }
  | { readonly kind: 'deny' | 'drop'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: Macro }
  | { readonly kind: 'allow'; readonly scope: AllowScope };

/** A rule with its chain, ready to run. */
export interface CompiledRule {
  /** Place among all rules. */
  readonly index: number;
  readonly id: number;
  readonly phase: number;
  readonly file: string;
  readonly line: number;
  readonly links: readonly Link[];
  readonly disruption: Disruption;
  readonly log: boolean;
  readonly auditlog: boolean;
  readonly severity: number | undefined;
  readonly msg: Macro | undefined;
  readonly logdata: Macro | undefined;
  readonly tags: readonly Macro[];
  readonly facts: RuleFacts;
  readonly skip: number;
  /** Where to go on in the phase after a match; -1 for the next rule. */
  readonly jump: number;
}

/**
 * For each rule of a phase the group and the prefilter bit without which its first link cannot match; -1 where it has to
 * be evaluated. Beside the rules, so that the many that are passed over cost no look at them.
 */
export interface Gates {
  readonly groups: Int32Array;
  readonly slots: Int32Array;
}

/** How many numbered things there are of a kind: sizes of the tables that remember what is known of each. */
interface Counts {
  readonly lists: number;
  readonly targets: number;
  readonly variables: number;
  readonly parts: number;
}

/** Everything compiled from the rule files. Immutable and shared by all transactions. */
export interface CompiledRules {
  readonly settings: EngineSettings;
  /** Rules by phase, 1 to 5. */
  readonly phases: readonly (readonly CompiledRule[])[];
  /** By phase as well. */
  readonly gates: readonly Gates[];
  readonly rules: readonly CompiledRule[];
  readonly prefilter: Prefilter;
  readonly groups: readonly Group[];
  readonly counts: Counts;
  readonly relevantStatus: CompiledRegex | undefined;
  /** What tests can build before they are first asked, a piece of work each. */
  readonly preparations: readonly (() => void)[];
}
