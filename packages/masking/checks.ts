/** Tells a real number of its kind from digits that only look like one. Gets the digits alone. */
type Check = (digits: string) => boolean;

/** Checks that a masking rule can name. */
export const CHECKS: Readonly<Record<string, Check>> = Object.assign(Object.create(null) as object, {
  card: (digits: string) => CARD.test(digits) && luhn(digits),
  kr_rrn: koreanResident,
  jp_my_number: myNumber,
});

/**
 * Issuer prefixes with their lengths: Visa, Mastercard, American Express, JCB, Diners Club, Discover, UnionPay, and the
 * domestic ones of Korea that begin with 9. Luhn alone lets every tenth order number through.
 */
const CARD =
  /^(?:4\d{12}(?:\d{3}(?:\d{3})?)?|(?:5[1-5]|2[2-7]|9\d)\d{14}|3[47]\d{13}|35\d{14}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17})$/;

/** Luhn's check digit (ISO/IEC 7812-1, annex B). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let place = 1; place <= digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - place) - 48;
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * Resident registration number of Korea, 13 digits: a date of birth, a digit for century and sex (5 to 8 foreigners),
 * six more. The last is a check digit only in numbers given out before October 2020; those born since have none.
 */
export function koreanResident(digits: string): boolean {
  if (digits.length !== 13 || !isDate(digits)) return false;
  const kind = digits.charCodeAt(6) - 48;
  if (kind < 1 || kind > 8) return false;
  const century = kind === 3 || kind === 4 || kind === 7 || kind === 8 ? '20' : '19';
  if (`${century}${digits.slice(0, 4)}` >= '202010') return true;
  let sum = 0;
  for (let at = 0; at < 12; at++) sum += (digits.charCodeAt(at) - 48) * (2 + (at % 8));
  const base = kind >= 5 ? 13 : 11;
  return (base - (sum % 11)) % 10 === digits.charCodeAt(12) - 48;
}

function isDate(digits: string): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Individual Number of Japan, 12 digits (order of the Ministry of Internal Affairs no. 85 of 2014, article 5). */
export function myNumber(digits: string): boolean {
  if (digits.length !== 12 || /^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= 11; place++)
    sum += (digits.charCodeAt(11 - place) - 48) * (place <= 6 ? place + 1 : place - 5);
  const rest = sum % 11;
  return (rest <= 1 ? 0 : 11 - rest) === digits.charCodeAt(11) - 48;
}
