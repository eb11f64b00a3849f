import { compileMacro } from '../transaction/macro.ts';
import type { Action } from './action.ts';

/**
 * redirect: answers with a redirection to the location; status 302 where the rule has none.
 *
 * @example redirect:'https://example.com/blocked'
 */
export const redirect: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.disruption = 'redirect';
    rule.redirect = compileMacro(argument);
  },
};
