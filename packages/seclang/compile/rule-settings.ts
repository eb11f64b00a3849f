import { ActionRefusal, type RuleSettings } from '../actions/action.ts';
import { ACTIONS } from '../actions/index.ts';
import { RuleRefusal } from '../errors.ts';
import { type ActionSpec, parseActions } from '../parse/actions.ts';

/** Actions of ModSecurity that this engine has no place for, and why. */
export const UNSUPPORTED_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['append', 'response bodies are not rewritten'],
  ['prepend', 'response bodies are not rewritten'],
  ['deprecatevar', 'use expirevar'],
  ['exec', 'rules run no programs'],
  ['pause', 'a held connection would serve the attacker'],
  ['proxy', 'requests are not sent elsewhere by a rule'],
  ['sanitisearg', 'the audit line holds no argument values of its own'],
  ['sanitisematched', 'the audit line holds what matched'],
  ['sanitisematchedbytes', 'the audit line holds what matched'],
  ['sanitiserequestheader', 'mask headers where the audit line is stored'],
  ['sanitiseresponseheader', 'mask headers where the audit line is stored'],
  ['xmlns', 'XML paths have no namespaces'],
]);

/** Settings of a rule without any action. */
export function emptySettings(): RuleSettings {
  return {
    id: undefined,
    phase: undefined,
    severity: undefined,
    msg: undefined,
    logdata: undefined,
    tags: [],
    rev: '',
    ver: '',
    maturity: undefined,
    accuracy: undefined,
    disruption: undefined,
    allowScope: 'transaction',
    status: undefined,
    redirect: undefined,
    log: undefined,
    auditlog: undefined,
    capture: false,
    multiMatch: false,
    chain: false,
    skip: 0,
    skipAfter: undefined,
    transformations: [],
    effects: [],
  };
}

/** Parses an action list and writes it into the settings. Throws `RuleRefusal` for the first action that is wrong. */
export function applyActions(settings: RuleSettings, text: string): void {
  for (const action of parseActions(text)) applyAction(settings, action);
}

function applyAction(settings: RuleSettings, { name, argument }: ActionSpec): void {
  const action = ACTIONS.get(name);
  if (action === undefined) {
    const reason = UNSUPPORTED_ACTIONS.get(name);
    if (reason !== undefined)
      throw new RuleRefusal('unsupported_action', `action '${name}' is not supported: ${reason}`);
    throw new RuleRefusal('unknown_action', `unknown action '${name}'`);
  }
  if (action.argument === 'required' && argument === '')
    throw new RuleRefusal('bad_action_argument', `action '${name}' needs an argument`);
  if (action.argument === 'none' && argument !== '')
    throw new RuleRefusal('bad_action_argument', `action '${name}' takes no argument`);
  try {
    action.apply(settings, argument);
  } catch (error) {
    if (error instanceof ActionRefusal)
      throw new RuleRefusal('bad_action_argument', `action '${name}': ${error.message}`);
    throw error;
  }
}
