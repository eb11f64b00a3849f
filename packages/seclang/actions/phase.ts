import { type Action, integerArgument } from './action.ts';

/**
 * phase: when the rule runs: 1 to 5, or request, response, logging for 2, 4, 5.
 *
 * @example phase:2
 */
export const phase: Action = {
  argument: 'required',
  apply(rule, argument) {
    const named = new Map([
      ['request', 2],
      ['response', 4],
      ['logging', 5],
    ]).get(argument.toLowerCase());
    rule.phase = named ?? integerArgument(argument, 1, 5);
  },
};
