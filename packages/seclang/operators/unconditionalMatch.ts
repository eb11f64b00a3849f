import { UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @unconditionalMatch: succeeds on every value.
 *
 * Arguments: none. Returns: true.
 * @example unconditionalMatch.bind('', resources).test('') // true
 */
export const unconditionalMatch: Operator = {
  macros: false,
  bind: (): BoundTest => ({ necessary: UNKNOWN, test: () => true }),
};
