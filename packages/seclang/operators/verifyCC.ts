import type { BoundTest, Operator } from './operator.ts';
import { verified } from './verified.ts';

/**
 * @verifyCC: whether the pattern finds a number that passes the Luhn check (ISO/IEC 7812-1, annex B), as payment cards
 * do.
 *
 * Arguments: a PCRE pattern for candidates. Returns: whether one is valid; it is the capture.
 * @example verifyCC.bind('\\d{13,16}', resources).test('card 4111111111111111') // true
 */
export const verifyCC: Operator = {
  macros: false,
  bind: (argument): BoundTest => verified(argument, passesLuhn),
};

function passesLuhn(digits: readonly number[]): boolean {
  if (digits.length === 0) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits[digits.length - 1 - place]!;
    sum += place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
