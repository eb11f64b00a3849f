import { UNKNOWN } from '../prefilter/necessary.ts';
import { integerOf } from './integer.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @le: whether the value as a number is less than or equal to the argument. Both are read like C's `atoi`: text without a leading
 * integer is 0.
 *
 * Arguments: an integer, macros allowed. Returns: whether the comparison holds.
 * @example le.bind('5', resources).test('4') // true
 */
export const le: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const bound = integerOf(argument);
    return { necessary: UNKNOWN, test: (value) => integerOf(value) <= bound };
  },
};
