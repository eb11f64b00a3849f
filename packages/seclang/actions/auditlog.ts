import type { Action } from './action.ts';

/**
 * auditlog: marks the transaction for the audit log.
 *
 * @example auditlog
 */
export const auditlog: Action = {
  argument: 'none',
  apply(rule) {
    rule.auditlog = true;
  },
};
