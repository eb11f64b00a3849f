import type { Action } from './action.ts';

/**
 * ver: version of the rule set that the rule belongs to.
 *
 * @example ver:'OWASP_CRS/4.0.0'
 */
export const ver: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.ver = argument;
  },
};
