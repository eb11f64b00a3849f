import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * logdata: data logged with the message; macros are expanded when the rule matches.
 *
 * @example logdata:'%{MATCHED_VAR}'
 */
export const logdata: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.logdata = compileMacro(argument);
  },
};
