import type { Finding, Incident } from '@haechi/event';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StateStore } from '../../platform/store/state/index.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';
import type { StatePlace } from './state-isolation.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

const finding = (id: string, fields: Partial<Finding> = {}): Finding => ({
  id,
  tenant: '/root/acme/',
  time: at(1),
  ruleId: 'rule-1',
  title: 'Encoded PowerShell',
  level: 'high',
  attack: ['attack.t1059.001', 'attack.execution'],
  entities: { host: ['ws-1'], user: ["o'neil"] },
  eventIds: ['s.1.1', 's.1.2'],
  count: 5_000_000_000,
  ...fields,
});

const incident = (id: string, fields: Partial<Incident> = {}): Incident => ({
  id,
  tenant: '/root/acme/',
  status: 'new',
  level: 'high',
  title: 'Encoded PowerShell 100%',
  titleRuleId: 'rule-1',
  firstTime: at(1),
  lastTime: at(2),
  tactics: ['execution'],
  entities: { host: ['ws-1'] },
  findingIds: ['f1', 'f2'],
  findingCount: 2,
  ...fields,
});

/** The cases of the `IncidentStore` port and of what analysts add. */
export function stateIncidentsContract(open: () => Promise<StatePlace>): void {
  describe('findings and incidents', () => {
    const acme = scopeOf('/root/acme/');
    const globex = scopeOf('/root/globex/');
    let store: StateStore;
    beforeAll(async () => {
      ({ store } = await open());
      for (const path of ['/root/acme/', '/root/globex/', '/root/pages/'])
        await store.tenants.create(scopeOf('/root/'), { path, name: path });
    });
    afterAll(() => store.close());

    test('gives them back as they were, and takes the same again without harm', async () => {
      const findings = [finding('f1'), finding('f2', { time: at(2), ruleId: 'rule-2' })];
      await store.incidents.upsertFindings(findings);
      await store.incidents.upsertFindings([...findings, finding('f1')]);
      await store.incidents.upsertIncidents([incident('i1'), incident('i1')]);
      expect((await store.incidents.findings(acme, { ids: ['f1', 'f2', 'f3'] })).rows).toEqual([
        findings[1],
        findings[0],
      ]);
      expect(await store.incidents.incident(acme, 'i1')).toEqual(incident('i1'));
      expect((await store.incidents.findings(acme, { incidentId: 'i1' })).rows.map(({ id }) => id)).toEqual([
        'f2',
        'f1',
      ]);
      expect((await store.incidents.findings(acme, { ruleId: 'rule-2' })).rows.map(({ id }) => id)).toEqual(['f2']);
      expect((await store.incidents.findings(acme, { ids: [] })).rows).toEqual([]);
      const range = { from: at(1), to: at(2) };
      expect((await store.incidents.findings(acme, { range })).rows.map(({ id }) => id)).toEqual(['f1']);
    });

    test('the same id in two tenants is two incidents', async () => {
      await store.incidents.upsertIncidents([
        incident('twin'),
        incident('twin', { tenant: '/root/globex/', title: 'Other' }),
      ]);
      expect((await store.incidents.incident(acme, 'twin'))?.title).toBe('Encoded PowerShell 100%');
      expect((await store.incidents.incident(globex, 'twin'))?.title).toBe('Other');
      expect(await store.incidents.setIncidentStatus(globex, 'i1', 'resolved')).toBeUndefined();
      expect((await store.incidents.incident(acme, 'i1'))?.status).toBe('new');
    });

    test("the correlator's word grows an incident and leaves what the analyst said", async () => {
      await store.incidents.setIncidentStatus(acme, 'i1', 'in_progress');
      const grown = incident('i1', {
        level: 'critical',
        lastTime: at(9),
        findingIds: ['f1', 'f2', 'f3'],
        findingCount: 3,
      });
      await store.incidents.upsertIncidents([grown]);
      expect(await store.incidents.incident(acme, 'i1')).toEqual({ ...grown, status: 'in_progress' });
    });

    test('a resolved incident is new again when findings come, and not before', async () => {
      await store.incidents.upsertIncidents([incident('again')]);
      await store.incidents.setIncidentStatus(acme, 'again', 'resolved');
      await store.incidents.upsertIncidents([incident('again')]);
      expect((await store.incidents.incident(acme, 'again'))?.status).toBe('resolved');
      await store.incidents.upsertIncidents([incident('again', { findingCount: 3 })]);
      expect((await store.incidents.incident(acme, 'again'))?.status).toBe('new');
    });

    test('what is at stake makes an incident more urgent: found and counted by that', async () => {
      const shop = scopeOf('/root/shop/');
      const mine = { tenant: shop.path };
      await store.incidents.upsertIncidents([
        incident('plain', mine),
        incident('staked', { ...mine, entities: { host: ['db'], stake: ['critical|asset|db'] } }),
      ]);
      const ids = async (filter: object) => (await store.incidents.incidents(shop, filter)).rows.map(({ id }) => id);
      expect(await ids({ minPriority: 'critical' })).toEqual(['staked']);
      expect(await ids({ maxPriority: 'high' })).toEqual(['plain']);
      expect(await ids({ minLevel: 'critical' })).toEqual([]);
      expect(await store.overview.openByPriority(shop)).toMatchObject({ critical: 1, high: 1, medium: 0 });
      await store.incidents.upsertIncidents([incident('staked', mine)]);
      expect(await ids({ minPriority: 'critical' })).toEqual([]);
    });

    test('one merged into another leaves the lists and keeps its address', async () => {
      await store.incidents.upsertIncidents([incident('merged', { mergedInto: 'i1' })]);
      expect((await store.incidents.incident(acme, 'merged'))?.mergedInto).toBe('i1');
      expect((await store.incidents.incidents(acme, {})).rows.map(({ id }) => id)).not.toContain('merged');
      expect((await store.incidents.openIncidents(at(0))).map(({ id }) => id)).not.toContain('merged');
    });

    test('lists by status, level and text, newest first, page by page', async () => {
      const pages = scopeOf('/root/pages/');
      const many = Array.from({ length: 7 }, (_, index) =>
        incident(`p${index}`, {
          tenant: '/root/pages/',
          lastTime: at(index < 4 ? 5 : 6),
          level: index === 0 ? 'low' : 'critical',
          title: index === 1 ? 'Discount 50%_off' : 'Other',
        }),
      );
      await store.incidents.upsertIncidents(many);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.incidents.incidents(pages, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
      const found = async (filter: object) => (await store.incidents.incidents(pages, filter)).rows.map(({ id }) => id);
      expect(await found({ text: '50%_OFF' })).toEqual(['p1']);
      expect(await found({ text: 'ws-1', minLevel: 'high' })).toHaveLength(6);
      expect(await found({ status: ['resolved'] })).toEqual([]);
      await expect(store.incidents.incidents(pages, { cursor: 'nonsense' })).rejects.toMatchObject({
        code: 'bad_cursor',
      });
    });

    test('open incidents are those of all tenants since a moment', async () => {
      const open = await store.incidents.openIncidents(at(6));
      expect(open.map(({ id }) => id)).toEqual(['p4', 'p5', 'p6', 'i1']);
    });

    test('notes and who works on it belong to an incident that the scope shows', async () => {
      const note = await store.casework.addNote(acme, 'i1', { author: 'ann', text: '확인 중' });
      expect(await store.casework.notes(acme, 'i1')).toEqual([note]);
      expect(await store.casework.addNote(globex, 'i1', { author: 'eve', text: 'x' })).toBeUndefined();
      expect(await store.casework.notes(globex, 'i1')).toEqual([]);
      expect(await store.casework.assign(acme, 'i1', 'ann')).toBe(true);
      expect(await store.casework.assign(globex, 'i1', 'eve')).toBe(false);
      expect(await store.casework.assignees(acme, ['i1', 'again'])).toEqual(new Map([['i1', 'ann']]));
      await store.incidents.upsertIncidents([incident('i1', { findingCount: 9 })]);
      expect(await store.casework.assignees(acme, ['i1'])).toEqual(new Map([['i1', 'ann']]));
    });
  });
}
