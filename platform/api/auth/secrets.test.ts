import { expect, test } from 'vitest';
import { newApiToken, prefixOf } from './api-token.ts';
import { csrfOf, hashOf, newSecret, sameSecret } from './secrets.ts';

test('a secret is 256 bits in base64url', () => {
  expect(newSecret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('the CSRF token is bound to its session', () => {
  const id = newSecret();
  expect(csrfOf(id)).toBe(csrfOf(id));
  expect(csrfOf(id)).not.toBe(csrfOf(newSecret()));
});

test('compares secrets of any length', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abc', 'abcd')).toBe(false);
});

test('an API token shows its prefix and nothing else passes as one', () => {
  const { token, prefix } = newApiToken();
  expect(prefixOf(token)).toBe(prefix);
  expect(prefixOf(`${token}x`)).toBeUndefined();
  expect(prefixOf('hk_zz')).toBeUndefined();
  expect(hashOf(token)).toHaveLength(64);
});
