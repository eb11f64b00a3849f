import type { Entities } from '@haechi/event';
import { type DetectionRule, parseRules } from '@haechi/sigma';
import { expect, test } from 'vitest';
import type { EventRow } from '../store/ports.ts';
import { createFindingList } from './finding-list.ts';

const RULES = ['aaaaaaaa', 'bbbbbbbb'].map(
  (id) =>
    parseRules(`
title: Rule ${id}
id: ${id}-1111-4111-8111-111111111111
level: medium
logsource: { product: linux }
detection: { keywords: [x], condition: keywords }
`).rules[0] as DetectionRule,
);
const [NOISY, QUIET] = RULES as [DetectionRule, DetectionRule];

const row = (n: number, tenant = '/root/'): EventRow => ({
  id: `bus.1.${n}`,
  tenant,
  time: `2026-01-01T00:00:00.${String(n % 1_000).padStart(3, '0')}Z`,
  ingested: '2026-01-01T00:00:00.000Z',
  position: 1,
  decoder: 'text',
  source: 's',
  raw: 'x',
  event: { '@timestamp': '2026-01-01T00:00:00.000Z', ecs: { version: '9.1.0' }, event: { kind: 'event' } },
  native: {},
  logsource: {},
});
const host = (n: number): Entities => ({ host: [`h${n}`] });

test('matches of one rule on the same entities are one finding with a count', () => {
  const list = createFindingList();
  for (let n = 1; n <= 3; n++) list.addMatch(NOISY, row(n), host(1));
  expect(list.all()).toMatchObject([{ count: 3, eventIds: ['bus.1.1', 'bus.1.2', 'bus.1.3'], entities: host(1) }]);
});

test('a flood of one rule ends in one finding without entities; other rules and tenants are untouched by it', () => {
  const list = createFindingList();
  for (let n = 1; n <= 100; n++) list.addMatch(NOISY, row(n), host(n));
  expect(list.all().every((finding) => finding.entities.host !== undefined)).toBe(true);
  for (let n = 101; n <= 1_000; n++) list.addMatch(NOISY, row(n), host(n));
  list.addMatch(NOISY, row(1_001), host(7));
  list.addMatch(QUIET, row(1_002), host(5_000));
  list.addMatch(NOISY, row(1_003, '/root/other/'), host(5_001));

  const all = list.all();
  expect(all).toHaveLength(103);
  expect(all[100]).toMatchObject({ ruleId: NOISY.id, entities: {}, count: 900 });
  expect(all[100]?.eventIds).toHaveLength(100);
  expect(all.find((finding) => finding.entities.host?.[0] === 'h7')?.count).toBe(2);
  expect(all.slice(101)).toMatchObject([{ ruleId: QUIET.id }, { tenant: '/root/other/', entities: host(5_001) }]);
  expect(all.reduce((sum, finding) => sum + finding.count, 0)).toBe(1_003);
});
