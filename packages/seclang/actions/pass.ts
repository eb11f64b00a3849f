import type { Action } from './action.ts';

/**
 * pass: goes on with the next rule.
 *
 * @example pass
 */
export const pass: Action = {
  argument: 'none',
  apply(rule) {
    rule.disruption = 'pass';
  },
};
