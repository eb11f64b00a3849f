import type { Action } from './action.ts';

/**
 * multiMatch: tests the value before and after each transformation that changes it.
 *
 * @example multiMatch
 */
export const multiMatch: Action = {
  argument: 'none',
  apply(rule) {
    rule.multiMatch = true;
  },
};
