import type { Action } from './action.ts';

/**
 * deny: ends the transaction with the status of the rule, 403 where it has none.
 *
 * @example deny
 */
export const deny: Action = {
  argument: 'none',
  apply(rule) {
    rule.disruption = 'deny';
  },
};
