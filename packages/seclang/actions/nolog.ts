import type { Action } from './action.ts';

/**
 * nolog: leaves the rule out of the matches and of the audit log.
 *
 * @example nolog
 */
export const nolog: Action = {
  argument: 'none',
  apply(rule) {
    rule.log = false;
    rule.auditlog = false;
  },
};
