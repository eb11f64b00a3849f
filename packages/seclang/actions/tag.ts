import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * tag: a label of the rule, repeatable; macros are expanded in the log.
 *
 * @example tag:'attack-sqli'
 */
export const tag: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.tags.push(compileMacro(argument));
  },
};
