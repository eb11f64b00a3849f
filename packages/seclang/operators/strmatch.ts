import { foldAscii, type Necessary, UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @strmatch: whether the argument occurs in the value, as @contains; kept for ModSecurity 2 rules.
 *
 * Arguments: text, macros allowed; case counts. Returns: whether it holds; the argument is the capture.
 * @example strmatch.bind('etc', resources).test('/etc/passwd') // true
 */
export const strmatch: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const necessary: Necessary = argument === '' ? UNKNOWN : [[foldAscii(argument)]];
    return {
      necessary,
      test(value, captured) {
        if (!value.includes(argument)) return false;
        if (captured !== undefined) captured.splice(0, captured.length, argument);
        return true;
      },
    };
  },
};
