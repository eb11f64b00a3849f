import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskBody } from './body.ts';
import { maskHeader } from './fields/headers.ts';
import { maskUrlencoded } from './fields/urlencoded.ts';
import { createMasker, type Found } from './masker.ts';

const masker = createMasker(
  [
    { id: 'password', names: ['pw'], contains: ['password', '비밀번호'] },
    { id: 'card', names: ['card no'], pattern: '(?<![0-9])[2-69](?:[ -]?[0-9]){12,18}(?![0-9])', check: 'card' },
    { id: 'token', tag: true, names: ['sid', 'authorization', 'session'], pattern: '\\beyJ[\\w-]{8,}\\.[\\w-]{8,}' },
  ],
  Buffer.from('key of the test'),
);
const mask = (text: string, type: string) => {
  const found: Found = new Map();
  return { text: maskBody(text, type, masker, found), found: Object.fromEntries(found) };
};
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

test('JSON: by name at any depth, by looks, as text or number; the rest stays byte for byte', () => {
  const text = `{ "user":"kim", "newPassword" : "a\\"b", "pay":{"no":4111222233334448,"memo":"4111-2222-3333-4448 12"},
    "password":{"old":"x","again":["y",1,null]}, "id": 12345678901234567890, "u":"\\u0041" }`;
  expect(mask(text, JSON_TYPE)).toEqual({
    text: `{ "user":"kim", "newPassword" : "[masked:password]", "pay":{"no":"[masked:card]","memo":"[masked:card] 12"},
    "password":{"old":"[masked:password]","again":["[masked:password]","[masked:password]",null]}, "id": 12345678901234567890, "u":"\\u0041" }`,
    found: { password: 4, card: 2 },
  });
});

test('JSON that is cut off in a secret shows none of it', () => {
  expect(mask('{"a":"1","password":"hunt', JSON_TYPE).text).toBe('{"a":"1","password":"[masked:password]');
  expect(mask('{"password":{"a":"secr', JSON_TYPE).text).toBe('{"password":{"a":"[masked:password]');
});

test('a number hidden behind JSON escapes is found', () => {
  expect(mask('{"a":"\\u0034111222233334448"}', JSON_TYPE).text).toBe('{"a":"[masked:card]"}');
});

test('forms: encoded names, encoded values, repeated fields', () => {
  expect(mask('id=kim&pw=a%26b&pw=&card=4111+2222+3333+4448&q=%EB%B9%84', FORM_TYPE)).toEqual({
    text: 'id=kim&pw=[masked:password]&pw=&card=[masked:card]&q=%EB%B9%84',
    found: { password: 1, card: 1 },
  });
  expect(mask('%EB%B9%84%EB%B0%80%EB%B2%88%ED%98%B8=x&bad=%zz', FORM_TYPE).text).toBe(
    '%EB%B9%84%EB%B0%80%EB%B2%88%ED%98%B8=[masked:password]&bad=%zz',
  );
});

test('multipart: fields by name, a picture by its length', () => {
  const body = (value: string) =>
    `--b\r\nContent-Disposition: form-data; name="user_password"\r\n\r\n${value}\r\n--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\0\0PNG\r\n--b--\r\n`;
  expect(mask(body('secret'), 'multipart/form-data; boundary=b').text).toBe(
    body('[masked:password]').replace('\0\0PNG', '[5 characters that are no text]'),
  );
});

test('XML: elements, attributes, CDATA', () => {
  expect(
    mask(
      '<l xmlns="urn:x"><s:password type="a">p</s:password><c pw="q"/><password><![CDATA[z]]></password></l>',
      'text/xml',
    ).text,
  ).toBe(
    '<l xmlns="urn:x"><s:password type="a">[masked:password]</s:password><c pw="[masked:password]"/><password><![CDATA[[masked:password]]]></password></l>',
  );
});

test('a media type that is untrue does not help', () => {
  expect(mask('{"password":"x"}', 'text/plain').text).toBe('{"password":"[masked:password]"}');
  expect(mask('pw=x&a=1', '').text).toBe('pw=[masked:password]&a=1');
  expect(mask('\0\u0001', 'image/png').text).toBeUndefined();
});

test('an address or a log line inside a text is read for its names', () => {
  expect(mask('{"next":"/a?sid=abc&x=1"}', JSON_TYPE).text).toMatch(
    /^\{"next":"\/a\?sid=\[masked:token:[0-9a-f]{8}\]&x=1"\}$/,
  );
  expect(mask('login failed pw=abc, user=kim', 'text/plain').text).toBe('login failed pw=[masked:password], user=kim');
});

test('headers: the scheme and other cookies stay; equal sessions have equal tags', () => {
  const found: Found = new Map();
  const header = (name: string, value: string) => maskHeader(name, value, masker, found);
  expect(header('Authorization', 'Basic dXNlcjpwYXNz')).toMatch(/^Basic \[masked:token:[0-9a-f]{8}\]$/);
  const cookie = header('Cookie', 'sid=abc; lang=ko; k=0123456789abcdef0123456789');
  expect(cookie).toMatch(/^sid=\[masked:token:[0-9a-f]{8}\]; lang=ko; k=\[masked:token:[0-9a-f]{8}\]$/);
  expect(header('Set-Cookie', 'sid=abc; Path=/; HttpOnly')).toBe(`${cookie.split(';')[0]}; Path=/; HttpOnly`);
  expect(found.get('token')).toBe(4);
});

test('property: what stands in a secret field is not in the result, whatever it is', () => {
  const secret = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }).map((text) => `§${text}§`);
  fc.assert(
    fc.property(secret, fc.string(), (value, other) => {
      const found: Found = new Map();
      const shown = [
        mask(JSON.stringify({ a: other, password: value }), JSON_TYPE).text,
        maskUrlencoded(`a=${encodeURIComponent(other)}&pw=${encodeURIComponent(value)}`, masker, found),
      ];
      for (const text of shown) {
        expect(text).toContain('[masked:password]');
        expect(text).not.toContain(encodeURIComponent(value));
      }
    }),
  );
});

test('property: a text without secrets stays as it is, and no text is a fault', () => {
  const none = createMasker([], Buffer.alloc(1));
  const types = fc.constantFrom(JSON_TYPE, FORM_TYPE, 'text/xml', 'multipart/form-data; boundary=b', '');
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.stringMatching(/^[{}[\]",:\\a1 <>=&%-]{0,80}$/));
  fc.assert(
    fc.property(text, types, (body, type) => {
      const shown = maskBody(body, type, none, new Map());
      if (shown !== undefined && !shown.includes('characters that are no text')) expect(shown).toBe(body);
    }),
    { numRuns: 2_000 },
  );
});
