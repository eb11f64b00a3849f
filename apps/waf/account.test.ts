import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountsOf } from './account.ts';

const jwt = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');

test.each([
  [[['Authorization', `Basic ${Buffer.from('Kim:a:b').toString('base64')}`]], ['kim']],
  [[['authorization', `Bearer ${jwt({ sub: 'u-1', email: 'kim@example.kr', exp: 1 })}`]], ['u-1', 'kim@example.kr']],
  [[['Cookie', `lang=ko; id=${jwt({ preferred_username: '김철수' })}`]], ['김철수']],
  [
    [
      ['Authorization', 'Bearer opaque'],
      ['Cookie', 'sid=eyJnot.a.token'],
    ],
    [],
  ],
  [[['Authorization', 'Basic %%%']], []],
] as [[string, string][], string[]][])('%j names %j', (headers, accounts) => {
  expect(accountsOf(headers)).toEqual(accounts);
});

test('property: no header is a fault', () => {
  fc.assert(
    fc.property(fc.constantFrom('Basic ', 'Bearer eyJ', 'eyJhbGciOiJ9.', ''), fc.string(), (start, rest) => {
      expect(
        accountsOf([
          ['authorization', start + rest],
          ['cookie', `a=${start}${rest}`],
        ]),
      ).toBeInstanceOf(Array);
    }),
  );
});
