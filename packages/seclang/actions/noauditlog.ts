import type { Action } from './action.ts';

/**
 * noauditlog: does not mark the transaction for the audit log.
 *
 * @example noauditlog
 */
export const noauditlog: Action = {
  argument: 'none',
  apply(rule) {
    rule.auditlog = false;
  },
};
