import { detectSqli } from '../libinjection/index.ts';
import { UNKNOWN } from '../prefilter/necessary.ts';
import type { BoundTest, Operator } from './operator.ts';

/**
 * @detectSQLi: whether the value would change a SQL statement that it is put into (libinjection's method).
 *
 * Arguments: none. Returns: whether it would; TX:0 is the fingerprint.
 * @example detectSQLi.bind('', resources).test("1' or '1'='1") // true
 */
export const detectSQLi: Operator = {
  macros: false,
  bind(): BoundTest {
    return {
      necessary: UNKNOWN,
      test(value, captured) {
        const { injection, fingerprint } = detectSqli(value);
        if (injection) captured?.splice(0, captured.length, fingerprint);
        return injection;
      },
    };
  },
};
