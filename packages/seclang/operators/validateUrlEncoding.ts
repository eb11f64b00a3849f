import type { BoundTest, Operator } from './operator.ts';

/**
 * @validateUrlEncoding: succeeds where a `%` is not followed by two hexadecimal digits.
 *
 * Arguments: none. Returns: whether the encoding is malformed.
 * @example validateUrlEncoding.bind('', resources).test('a%2') // true
 */
export const validateUrlEncoding: Operator = {
  macros: false,
  bind: (): BoundTest => ({
    necessary: [['%']],
    test: (value) => /%(?![0-9A-Fa-f]{2})/.test(value),
  }),
};
