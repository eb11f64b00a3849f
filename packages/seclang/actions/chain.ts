import type { Action } from './action.ts';

/**
 * chain: makes the next rule a further condition of this one.
 *
 * @example chain
 */
export const chain: Action = {
  argument: 'none',
  apply(rule) {
    rule.chain = true;
  },
};
