import type { BoundTest, Operator } from './operator.ts';
import { verified } from './verified.ts';

/** Weights of the ten digits of an Austrian insurance number; the fourth is the check digit itself. */
const WEIGHTS = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];

/**
 * @verifySVNR: whether the pattern finds a valid Austrian social insurance number: ten digits, the fourth a weighted sum
 * modulo 11.
 *
 * Arguments: a PCRE pattern for candidates. Returns: whether one is valid; it is the capture.
 * @example verifySVNR.bind('\\d{10}', resources).test('1237010180') // true
 */
export const verifySVNR: Operator = {
  macros: false,
  bind: (argument): BoundTest => verified(argument, isSvnr),
};

function isSvnr(digits: readonly number[]): boolean {
  if (digits.length !== 10) return false;
  const sum = digits.reduce((total, digit, index) => total + digit * WEIGHTS[index]!, 0);
  return sum % 11 === digits[3];
}
