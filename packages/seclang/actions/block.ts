import type { Action } from './action.ts';

/**
 * block: disrupts as SecDefaultAction of the phase says.
 *
 * @example block
 */
export const block: Action = {
  argument: 'none',
  apply(rule) {
    rule.disruption = 'block';
  },
};
