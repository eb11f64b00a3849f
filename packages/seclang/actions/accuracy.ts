import { type Action, integerArgument } from './action.ts';

/**
 * accuracy: how few false positives the rule has, 1 to 9.
 *
 * @example accuracy:8
 */
export const accuracy: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.accuracy = integerArgument(argument, 1, 9);
  },
};
