import { type Action, integerArgument } from './action.ts';

/**
 * status: status code of the answer when the rule disrupts.
 *
 * @example status:403
 */
export const status: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.status = integerArgument(argument, 100, 599);
  },
};
