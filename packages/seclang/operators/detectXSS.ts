import { detectXss } from '../libinjection/index.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @detectXSS: whether the value would run something in a page that it is put into (libinjection's method).
 *
 * Arguments: none. Returns: whether it would; TX:0 is the value.
 * @example detectXSS.bind('', resources).test('<svg onload=alert(1)>') // true
 */
export const detectXSS: Operator = {
  macros: false,
  bind(): BoundTest {
    return {
      // Every way into a page opens a tag or gives an attribute its value.
      necessary: [['<', '=']],
      test(value, captured) {
        const dangerous = detectXss(value);
        if (dangerous) captured?.splice(0, captured.length, value);
        return dangerous;
      },
    };
  },
};
