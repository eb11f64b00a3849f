import type { Action } from './action.ts';

/**
 * capture: keeps what the operator captured in TX:0 to TX:9.
 *
 * @example capture
 */
export const capture: Action = {
  argument: 'none',
  apply(rule) {
    rule.capture = true;
  },
};
