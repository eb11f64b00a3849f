import type { Macro } from '../transaction/macro.ts';
import type { TransactionState } from '../transaction/state.ts';

/** What a rule does to the transaction each time one of its variables matches. */
export type Effect = (state: TransactionState) => void;

type Disruption = 'allow' | 'block' | 'deny' | 'drop' | 'pass' | 'redirect';

/** How far `allow` reaches: this phase, the request phases, or all but logging. */
export type AllowScope = 'phase' | 'request' | 'transaction';

/** Everything the actions of one rule or chain link say. Actions fill it while the rule is compiled. */
export interface RuleSettings {
  id: number | undefined;
  phase: number | undefined;
  severity: number | undefined;
  msg: Macro | undefined;
  logdata: Macro | undefined;
  tags: Macro[];
  rev: string;
  ver: string;
  maturity: number | undefined;
  accuracy: number | undefined;
  disruption: Disruption | undefined;
  allowScope: AllowScope;
  status: number | undefined;
  redirect: Macro | undefined;
  log: boolean | undefined;
  auditlog: boolean | undefined;
  capture: boolean;
  multiMatch: boolean;
  chain: boolean;
  skip: number;
  skipAfter: string | undefined;
  /** Names in lower case, in order; `none` has emptied it. */
  transformations: string[];
  effects: Effect[];
}

/** A SecLang action: writes what its argument says into the settings of the rule. */
export interface Action {
  readonly argument: 'required' | 'optional' | 'none';
  /** Throws `ActionRefusal` where the argument is malformed. */
  readonly apply: (rule: RuleSettings, argument: string) => void;
}

/** Thrown for an argument that an action cannot take; the message says why. */
export class ActionRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ActionRefusal';
  }
}

/** An integer argument within bounds, or `ActionRefusal`. */
export function integerArgument(argument: string, low: number, high: number): number {
  const value = /^[0-9]{1,10}$/.test(argument) ? Number(argument) : Number.NaN;
  if (!(value >= low && value <= high))
    throw new ActionRefusal(`'${argument}' is not a whole number from ${low} to ${high}`);
  return value;
}
