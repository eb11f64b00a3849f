import type { EcsEvent } from '@haechi/event';
import { expect, test } from 'vitest';
import { entitiesOf, joiningKeys } from './entities.ts';

const base: EcsEvent = {
  '@timestamp': '2026-01-01T00:00:00.000Z',
  ecs: { version: '9.1.0' },
  event: { kind: 'event' },
};

test('names are lower case and each value appears once', () => {
  const entities = entitiesOf({
    ...base,
    host: { name: 'WEB01' },
    user: { name: 'Kim', target: { name: 'kim' } },
    source: { ip: '203.0.113.9' },
  });
  expect(entities).toEqual({ host: ['web01'], user: ['kim'], address: ['203.0.113.9'] });
});

test('accounts that every machine has are bound to their host; machine accounts and dashes are nobody', () => {
  expect(entitiesOf({ ...base, host: { name: 'web01' }, user: { name: 'root' } }).user).toEqual(['web01|root']);
  expect(entitiesOf({ ...base, user: { name: 'root' } }).user).toBeUndefined();
  expect(entitiesOf({ ...base, host: { name: 'dc' }, user: { name: 'DC$' } }).user).toBeUndefined();
  expect(entitiesOf({ ...base, user: { name: '-' } }).user).toBeUndefined();
});

test('loopback joins nothing', () => {
  expect(entitiesOf({ ...base, source: { ip: '127.0.0.1' }, destination: { ip: '::1' } }).address).toBeUndefined();
});

test('files and domains describe but do not join', () => {
  expect(joiningKeys({ file: ['/etc/passwd'], domain: ['example.com'], host: ['a'] })).toEqual(['host:a']);
});

test('what the tenant calls of consequence is at stake, once; it joins nothing', () => {
  const db = { name: 'DB', criticality: 'critical' } as const;
  const entities = entitiesOf({
    ...base,
    host: { asset: db },
    source: {
      asset: { name: 'pc', criticality: 'medium' },
      user: { asset: { name: 'lee', criticality: 'low', status: 'left' } },
    },
    destination: { asset: db },
    server: { asset: { name: 'floor 3', criticality: 'high' } },
    user: {
      asset: { name: 'kim', criticality: 'low', privileged: true },
      target: { asset: { name: 'ceo', criticality: 'critical', status: 'left' } },
      effective: { asset: { name: 'cfo', criticality: 'high' } },
    },
  });
  expect(entities).toEqual({
    stake: [
      'critical|asset|DB',
      'high|asset|floor 3',
      'high|privileged|kim',
      'critical|user|ceo',
      'high|user|cfo',
      'high|left|lee',
    ],
  });
  expect(joiningKeys(entities)).toEqual([]);
});
