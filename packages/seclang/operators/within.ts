import { UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @within: whether the value occurs in the argument; an empty value does.
 *
 * Arguments: text, macros allowed; case counts. Returns: whether it occurs.
 * @example within.bind('GET POST', resources).test('GET') // true
 */
export const within: Operator = {
  macros: true,
  bind: (argument): BoundTest => ({ necessary: UNKNOWN, test: (value) => argument.includes(value) }),
};
