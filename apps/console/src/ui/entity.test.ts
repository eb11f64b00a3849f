import { expect, test } from 'vitest';
import { entityLabel, entityQuery } from './entity.ts';

test('an account bound to a host is shown and searched with its host', () => {
  expect(entityLabel('user', 'web-1|root')).toBe('root (web-1)');
  expect(entityQuery('user', 'web-1|root')).toMatch(/^\(host\.name:web-1 OR .*\) AND \(user\.name:root OR /);
  expect(entityLabel('user', 'kim')).toBe('kim');
});

test('a process is searched by its id on its host', () => {
  expect(entityLabel('process', 'web-1|4242|/bin/sh')).toBe('/bin/sh [4242] (web-1)');
  expect(entityQuery('process', 'web-1|4242|/bin/sh')).toMatch(/ AND process\.pid:4242$/);
  expect(entityQuery('process', '{guid}')).toBe('process.entity_id:"{guid}"');
});

test('an address is looked for at both ends', () => {
  expect(entityQuery('address', 'fe80::1')).toContain('source.ip:"fe80::1" OR destination.ip:"fe80::1"');
});
