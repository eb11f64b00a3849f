import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * msg: message of the rule; macros are expanded when it matches.
 *
 * @example msg:'SQL injection'
 */
export const msg: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.msg = compileMacro(argument);
  },
};
