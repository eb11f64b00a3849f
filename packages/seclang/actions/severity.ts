import { type Action, integerArgument } from './action.ts';
import { SEVERITIES } from './severities.ts';

/**
 * severity: gravity by syslog word or number (RFC 5424, table 2).
 *
 * @example severity:'CRITICAL'
 */
export const severity: Action = {
  argument: 'required',
  apply(rule, argument) {
    const named = SEVERITIES.indexOf(argument.toUpperCase());
    rule.severity = named >= 0 ? named : integerArgument(argument, 0, SEVERITIES.length - 1);
  },
};
