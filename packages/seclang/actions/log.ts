import type { Action } from './action.ts';

/**
 * log: lists the rule among the matches.
 *
 * @example log
 */
export const log: Action = {
  argument: 'none',
  apply(rule) {
    rule.log = true;
  },
};
