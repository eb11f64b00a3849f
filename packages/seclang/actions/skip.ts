import { type Action, integerArgument } from './action.ts';

/**
 * skip: passes over the next rules, counting a chain as one.
 *
 * @example skip:2
 */
export const skip: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.skip = integerArgument(argument, 1, 1_000_000);
  },
};
