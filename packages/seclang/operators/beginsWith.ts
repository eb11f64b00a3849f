import { foldAscii, type Necessary, UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @beginsWith: whether the value starts with the argument.
 *
 * Arguments: text, macros allowed; case counts. Returns: whether it holds; the argument is the capture.
 * @example beginsWith.bind('/admin', resources).test('/admin/users') // true
 */
export const beginsWith: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const necessary: Necessary = argument === '' ? UNKNOWN : [[foldAscii(argument)]];
    return {
      necessary,
      test(value, captured) {
        if (!value.startsWith(argument)) return false;
        if (captured !== undefined) captured.splice(0, captured.length, argument);
        return true;
      },
    };
  },
};
