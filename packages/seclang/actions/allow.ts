import { type Action, ActionRefusal } from './action.ts';

/**
 * allow: stops rule processing: of all phases but logging, of this phase (`allow:phase`), of the request phases (`allow:request`).
 *
 * @example allow:phase
 */
export const allow: Action = {
  argument: 'optional',
  apply(rule, argument) {
    const scope = argument === '' ? 'transaction' : argument.toLowerCase();
    if (scope !== 'transaction' && scope !== 'phase' && scope !== 'request')
      throw new ActionRefusal(`'${argument}' is not phase or request`);
    rule.disruption = 'allow';
    rule.allowScope = scope;
  },
};
