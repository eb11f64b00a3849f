import type { Action } from './action.ts';

/**
 * drop: ends the transaction by closing the connection.
 *
 * @example drop
 */
export const drop: Action = {
  argument: 'none',
  apply(rule) {
    rule.disruption = 'drop';
  },
};
