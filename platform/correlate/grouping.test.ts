import type { Entities, Finding, Level } from '@haechi/event';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGrouping } from './grouping.ts';
import { GROUPING_LIMITS } from './limits.ts';

const START = Date.parse('2026-03-01T00:00:00.000Z');
let serial = 0;

function finding(
  minute: number,
  entities: Entities,
  more: { level?: Level; tenant?: string; id?: string; ruleId?: string; attack?: string[] } = {},
): Finding {
  const id = more.id ?? `f${serial++}`;
  return {
    id,
    tenant: more.tenant ?? '/root/',
    time: new Date(START + minute * 60_000).toISOString(),
    ruleId: more.ruleId ?? `rule-${id}`,
    title: `rule ${id}`,
    level: more.level ?? 'high',
    attack: more.attack ?? [],
    entities,
    eventIds: [`e-${id}`],
    count: 1,
  };
}

test('findings that share an entity make one incident; others make their own', () => {
  const grouping = createGrouping();
  const incidents = grouping.add([
    finding(0, { address: ['203.0.113.9'], host: ['web01'] }),
    finding(1, { host: ['web01'], user: ['kim'] }),
    finding(2, { host: ['db01'], user: ['kim'] }),
    finding(3, { host: ['mail01'] }),
  ]);
  expect(incidents.map((incident) => incident.findingCount)).toEqual([3, 1]);
  expect(incidents[0]?.entities).toEqual({ address: ['203.0.113.9'], host: ['web01', 'db01'], user: ['kim'] });
});

test('the same entity in another tenant is another incident', () => {
  const incidents = createGrouping().add([
    finding(0, { host: ['web01'] }, { tenant: '/root/a/' }),
    finding(1, { host: ['web01'] }, { tenant: '/root/b/' }),
  ]);
  expect(incidents.map((incident) => incident.tenant)).toEqual(['/root/a/', '/root/b/']);
});

test('a finding that joins two incidents merges the younger into the older', () => {
  const grouping = createGrouping();
  const [older, younger] = grouping.add([
    finding(0, { host: ['web01'] }),
    finding(1, { host: ['db01'] }, { level: 'critical' }),
  ]);
  const changed = grouping.add([finding(2, { host: ['web01', 'db01'] })]);
  expect(changed.find((incident) => incident.id === younger?.id)?.mergedInto).toBe(older?.id);
  expect(changed.find((incident) => incident.id === older?.id)).toMatchObject({ findingCount: 3, level: 'critical' });
});

test('a quiet time past the limit ends an incident; the limit itself does not', () => {
  const quietMinutes = GROUPING_LIMITS.quietMs / 60_000;
  const joined = createGrouping().add([finding(0, { host: ['a'] }), finding(quietMinutes, { host: ['a'] })]);
  expect(joined).toHaveLength(1);
  const apart = createGrouping().add([finding(0, { host: ['a'] }), finding(quietMinutes + 1, { host: ['a'] })]);
  expect(apart).toHaveLength(2);
});

test('a lone low finding is not shown, but belongs to the incident that a graver one opens', () => {
  const grouping = createGrouping();
  expect(grouping.add([finding(0, { host: ['a'] }, { level: 'low' })])).toEqual([]);
  expect(grouping.add([finding(1, { host: ['a'] }, { level: 'medium' })])).toMatchObject([
    { findingCount: 2, level: 'medium' },
  ]);
});

test('the same finding twice (a replay after a crash) counts once', () => {
  const grouping = createGrouping();
  const one = finding(0, { host: ['a'] });
  grouping.add([one]);
  grouping.add([one]);
  expect(grouping.add([finding(1, { host: ['a'] })])[0]?.findingCount).toBe(2);
});

test('tactics are listed in the order of the ATT&CK matrix', () => {
  const [incident] = createGrouping().add([
    finding(0, { host: ['a'] }, { attack: ['attack.exfiltration', 'attack.t1041'] }),
    finding(1, { host: ['a'] }, { attack: ['attack.initial_access'] }),
  ]);
  expect(incident?.tactics).toEqual(['initial-access', 'exfiltration']);
});

test('an incident restored after a restart goes on', () => {
  const before = createGrouping().add([finding(0, { host: ['a'] })]);
  const after = createGrouping();
  after.restore(before);
  expect(after.add([finding(5, { host: ['a'] })])[0]).toMatchObject({ id: before[0]?.id, findingCount: 2 });
});

test('memory is bounded: past the limit the longest quiet incident is let go', () => {
  const grouping = createGrouping({ ...GROUPING_LIMITS, openIncidents: 10 });
  const first = grouping.add([finding(0, { host: ['h0'] })])[0];
  for (let index = 1; index <= 10; index++) grouping.add([finding(index, { host: [`h${index}`] })]);
  expect(grouping.add([finding(11, { host: ['h0'] })])[0]?.id).not.toBe(first?.id);
});

test('whatever the batches, each finding is in exactly one live incident', () => {
  const arbitrary = fc.array(fc.record({ minute: fc.nat(600), host: fc.nat(6), user: fc.nat(6), cut: fc.boolean() }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(arbitrary, (steps) => {
      const grouping = createGrouping();
      const live = new Map<string, readonly string[]>();
      const all: string[] = [];
      for (const step of [...steps].sort((a, b) => a.minute - b.minute)) {
        const one = finding(step.minute, { host: [`h${step.host}`], user: [`u${step.user}`] });
        all.push(one.id);
        for (const incident of grouping.add([one])) {
          if (incident.mergedInto === undefined) live.set(incident.id, incident.findingIds);
          else live.delete(incident.id);
        }
      }
      expect([...live.values()].flat().sort()).toEqual(all.sort());
    }),
  );
});
