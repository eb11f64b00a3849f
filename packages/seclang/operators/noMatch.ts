import { UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @noMatch: succeeds on no value.
 *
 * Arguments: none. Returns: false.
 * @example noMatch.bind('', resources).test('') // false
 */
export const noMatch: Operator = {
  macros: false,
  bind: (): BoundTest => ({ necessary: UNKNOWN, test: () => false }),
};
