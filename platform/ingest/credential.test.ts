import { expect, test } from 'vitest';
import { tokenOf } from './credential.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  ['Splunk hk_abc', 'hk_abc'],
  ['bearer hk_abc', 'hk_abc'],
  [`Basic ${base64('anyone:hk_abc')}`, 'hk_abc'],
  [`Basic ${base64(':hk_abc')}`, 'hk_abc'],
  [`ApiKey ${base64('id:hk_abc')}`, 'hk_abc'],
  ['ApiKey hk_abc', 'hk_abc'],
])('%s', (header, token) => {
  expect(tokenOf(header)).toBe(token);
});

test.each(['hk_abc', 'Digest hk_abc', `Basic ${base64('no colon')}`, `Basic ${base64('empty:')}`, 'Bearer two words'])(
  'no token: %s',
  (header) => {
    expect(tokenOf(header)).toBeUndefined();
  },
);

test('a token sent as an ApiKey is itself, even one that would decode to a pair', () => {
  const token = `hk_a${'OjpB'.repeat(4)}`;
  expect(Buffer.from(token, 'base64').toString('latin1')).toContain(':');
  expect(tokenOf(`ApiKey ${token}`)).toBe(token);
});

test('the longest header is read, a longer one is not', () => {
  expect(tokenOf(`Bearer ${'x'.repeat(505)}`)).toHaveLength(505);
  expect(tokenOf(`Bearer ${'x'.repeat(506)}`)).toBeUndefined();
});
