import type { Action } from './action.ts';

/**
 * skipAfter: goes on behind the marker or rule of that name.
 *
 * @example skipAfter:END-CHECKS
 */
export const skipAfter: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.skipAfter = argument;
  },
};
