import { foldAscii, type Necessary, UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @streq: whether the value is the argument.
 *
 * Arguments: text, macros allowed; case counts. Returns: whether it holds; the argument is the capture.
 * @example streq.bind('POST', resources).test('POST') // true
 */
export const streq: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const necessary: Necessary = argument === '' ? UNKNOWN : [[foldAscii(argument)]];
    return {
      necessary,
      test(value, captured) {
        if (!(value === argument)) return false;
        if (captured !== undefined) captured.splice(0, captured.length, argument);
        return true;
      },
    };
  },
};
