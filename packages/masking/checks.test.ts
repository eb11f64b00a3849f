import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHECKS, koreanResident, luhn, myNumber } from './checks.ts';

test.each([
  ['4111222233334448', true],
  ['378282246310005', true],
  ['9020012345678900', true],
  ['6200000000000005', true],
  ['4111222233334447', false],
  ['1700000000000', false],
  ['0000000000000000', false],
])('card %s: %s', (digits, right) => expect(CHECKS['card']?.(digits)).toBe(right));

test.each([
  ['9001011234568', true],
  ['8506155123456', true],
  ['9001011234567', false],
  ['9013011234568', false],
  ['9001019234568', false],
  // Born in November 2020: its last digits are random.
  ['2011153000000', true],
  ['1911153000000', false],
])('resident registration number %s: %s', (digits, right) => expect(koreanResident(digits)).toBe(right));

test.each([
  ['123456789018', true],
  ['202311054432', true],
  ['123456789012', false],
  ['111111111111', false],
])('My Number %s: %s', (digits, right) => expect(myNumber(digits)).toBe(right));

test('property: one wrong digit never passes Luhn or the check digit of a resident number', () => {
  const digits = fc.stringMatching(/^[0-9]{16}$/);
  fc.assert(
    fc.property(digits, fc.nat(15), fc.integer({ min: 1, max: 9 }), (number, place, more) => {
      fc.pre(luhn(number));
      const other = (Number(number[place]) + more) % 10;
      expect(luhn(number.slice(0, place) + other + number.slice(place + 1))).toBe(false);
    }),
  );
});
