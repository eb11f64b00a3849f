import type { BoundTest, Operator } from './operator.ts';
import { verified } from './verified.ts';

/**
 * @verifySSN: whether the pattern finds a possible US social security number: nine digits, area not 000, 666 or 9xx,
 * group not 00, serial not 0000, digits neither all alike nor one rising sequence.
 *
 * Arguments: a PCRE pattern for candidates. Returns: whether one is possible; it is the capture.
 * @example verifySSN.bind('\\d{3}-?\\d{2}-?\\d{4}', resources).test('219-09-9998') // true
 */
export const verifySSN: Operator = {
  macros: false,
  bind: (argument): BoundTest => verified(argument, isSsn),
};

function isSsn(digits: readonly number[]): boolean {
  if (digits.length !== 9) return false;
  const number = Number(digits.join(''));
  const area = Math.floor(number / 1_000_000);
  const group = Math.floor(number / 10_000) % 100;
  if (area === 0 || area === 666 || area >= 900 || group === 0 || number % 10_000 === 0) return false;
  const alike = digits.every((digit) => digit === digits[0]);
  const rising = digits.every((digit, index) => index === 0 || digit === (digits[index - 1]! + 1) % 10);
  return !alike && !rising;
}
