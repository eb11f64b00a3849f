import type { BoundTest, Operator } from './operator.ts';
import { verified } from './verified.ts';

/**
 * @verifyCPF: whether the pattern finds a valid Brazilian taxpayer number (CPF): eleven digits, the last two check
 * digits modulo 11, not all alike.
 *
 * Arguments: a PCRE pattern for candidates. Returns: whether one is valid; it is the capture.
 * @example verifyCPF.bind('\\d{11}', resources).test('52998224725') // true
 */
export const verifyCPF: Operator = {
  macros: false,
  bind: (argument): BoundTest => verified(argument, isCpf),
};

function isCpf(digits: readonly number[]): boolean {
  if (digits.length !== 11 || digits.every((digit) => digit === digits[0])) return false;
  return checkDigit(digits, 9) === digits[9] && checkDigit(digits, 10) === digits[10];
}

function checkDigit(digits: readonly number[], count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += digits[index]! * (count + 1 - index);
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}
