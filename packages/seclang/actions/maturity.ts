import { type Action, integerArgument } from './action.ts';

/**
 * maturity: how long the rule has been in use, 1 to 9.
 *
 * @example maturity:9
 */
export const maturity: Action = {
  argument: 'required',
  apply(rule, argument) {
    rule.maturity = integerArgument(argument, 1, 9);
  },
};
