import type { Action } from './action.ts';

/**
 * rev: revision of the rule.
 *
 * @example rev:'2'
 */
export const rev: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.rev = argument;
  },
};
