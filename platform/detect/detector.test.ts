import { expect, test } from 'vitest';
import type { EventRow } from '../store/ports.ts';
import { createDetector, type DetectionSources } from './detector.ts';

const RULE = `
title: Download tool in a web request
id: 11111111-1111-4111-8111-111111111111
status: test
level: high
tags: [attack.execution, attack.t1059, cve.2021-1]
logsource: { category: webserver }
detection:
  selection: { cs-uri-query|contains: wget }
  condition: selection
`;

const FILTER = `
title: The update job is normal
id: 22222222-2222-4222-8222-222222222222
logsource: { category: webserver }
filter:
  rules: [11111111-1111-4111-8111-111111111111]
  selection: { cs-uri-stem: /update }
  condition: not selection
`;

const sources = (more: Partial<DetectionSources> = {}): DetectionSources => ({
  packs: [{ owner: '/', name: 'builtin', files: [{ path: 'a.yml', text: RULE }] }],
  switches: [],
  exceptions: [],
  ...more,
});

function row(id: string, query: string, more: { tenant?: string; stem?: string; time?: string } = {}): EventRow {
  return {
    id,
    tenant: more.tenant ?? '/root/',
    time: more.time ?? '2026-01-01T00:00:00.000Z',
    ingested: '2026-01-01T00:00:00.000Z',
    position: 1,
    decoder: 'test',
    source: 'test',
    raw: query,
    event: { '@timestamp': '2026-01-01T00:00:00.000Z', ecs: { version: '9.1.0' }, event: { kind: 'event' } },
    native: { 'cs-uri-query': query, 'cs-uri-stem': more.stem ?? '/' },
    logsource: { category: 'webserver' },
  };
}

const noEntities = () => ({});
const RULE_ID = '11111111-1111-4111-8111-111111111111';

test('a match becomes a finding that names its event, with ATT&CK tags only', () => {
  const detector = createDetector(sources(), noEntities);
  expect(detector.detect([row('e1', 'x=wget'), row('e2', 'x=curl')])).toMatchObject([
    { ruleId: RULE_ID, level: 'high', attack: ['attack.execution', 'attack.t1059'], eventIds: ['e1'], count: 1 },
  ]);
});

test('the same event gives the same finding id again, another event another', () => {
  const ids = [row('e1', 'wget'), row('e1', 'wget'), row('e2', 'wget')].map(
    (one) => createDetector(sources(), noEntities).detect([one])[0]?.id,
  );
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
});

test('a burst of one rule on the same entities is one finding with a count and the newest time', () => {
  const rows = Array.from({ length: 150 }, (_, index) =>
    row(`e${index}`, 'wget', { time: `2026-01-01T00:00:00.${String(index).padStart(3, '0')}Z` }),
  );
  const findings = createDetector(sources(), noEntities).detect(rows);
  expect(findings).toMatchObject([{ count: 150, time: '2026-01-01T00:00:00.149Z' }]);
  expect(findings[0]?.eventIds).toHaveLength(100);
});

test('a rule switched off for a tenant is silent there and speaks elsewhere', () => {
  const detector = createDetector(
    sources({ switches: [{ tenant: '/root/a/', ruleId: RULE_ID, enabled: false }] }),
    noEntities,
  );
  expect(
    detector
      .detect([row('e1', 'wget', { tenant: '/root/a/x/' }), row('e2', 'wget', { tenant: '/root/b/' })])
      .map((finding) => finding.tenant),
  ).toEqual(['/root/b/']);
});

test('an exception covers what it describes for its tenant only', () => {
  const detector = createDetector(
    sources({ exceptions: [{ id: 'x', tenant: '/root/a/', ruleId: RULE_ID, filter: FILTER }] }),
    noEntities,
  );
  expect(detector.rejected).toEqual([]);
  const rows = [
    row('covered', 'wget', { tenant: '/root/a/', stem: '/update' }),
    row('other', 'wget', { tenant: '/root/a/', stem: '/login' }),
    row('tenant', 'wget', { tenant: '/root/b/', stem: '/update' }),
  ];
  expect(rows.flatMap((one) => detector.detect([one])).flatMap((finding) => finding.eventIds)).toEqual([
    'other',
    'tenant',
  ]);
});

test('a rotten rule or exception is listed with its reason and stops nothing', () => {
  const detector = createDetector(
    sources({
      packs: [
        {
          owner: '/',
          name: 'builtin',
          files: [
            { path: 'bad.yml', text: 'title: [' },
            { path: 'a.yml', text: RULE },
          ],
        },
      ],
      exceptions: [{ id: 'x', tenant: '/root/', ruleId: RULE_ID, filter: 'nonsense' }],
    }),
    noEntities,
  );
  expect(detector.rejected.map((one) => one.path)).toEqual(['bad.yml', 'exception x']);
  expect(detector.detect([row('e1', 'wget')])).toHaveLength(1);
});

test('a rule of two packs works for both owners and is compiled once', () => {
  const files = [{ path: 'a.yml', text: RULE }];
  const detector = createDetector(
    sources({
      packs: [
        { owner: '/root/a/', name: 'one', files },
        { owner: '/root/b/', name: 'two', files },
      ],
    }),
    noEntities,
  );
  expect(detector.rules).toHaveLength(1);
  const rows = ['/root/a/', '/root/b/', '/root/c/'].map((tenant) => row('e', 'wget', { tenant }));
  expect(rows.flatMap((one) => detector.detect([one])).map((finding) => finding.tenant)).toEqual([
    '/root/a/',
    '/root/b/',
  ]);
});

test('activity is counted by tenant and rule, and taken once', () => {
  const detector = createDetector(sources(), noEntities);
  detector.detect([row('e1', 'wget'), row('e2', 'wget', { time: '2026-01-02T00:00:00.000Z' })]);
  expect(detector.takeActivity()).toEqual([
    { tenant: '/root/', ruleId: RULE_ID, fired: 2, lastFired: '2026-01-02T00:00:00.000Z' },
  ]);
  expect(detector.takeActivity()).toEqual([]);
});
