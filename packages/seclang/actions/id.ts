import { type Action, integerArgument } from './action.ts';

/**
 * id: number of the rule, unique in the rule set.
 *
 * @example id:942100
 */
export const id: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.id = integerArgument(argument, 0, 4_294_967_295);
  },
};
