import { foldAscii, type Necessary, UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @endsWith: whether the value ends with the argument.
 *
 * Arguments: text, macros allowed; case counts. Returns: whether it holds; the argument is the capture.
 * @example endsWith.bind('.php', resources).test('index.php') // true
 */
export const endsWith: Operator = {
  macros: true,
  bind(argument): BoundTest {
    const necessary: Necessary = argument === '' ? UNKNOWN : [[foldAscii(argument)]];
    return {
      necessary,
      test(value, captured) {
        if (!value.endsWith(argument)) return false;
        if (captured !== undefined) captured.splice(0, captured.length, argument);
        return true;
      },
    };
  },
};
