import type { Finding, Incident, Level } from '@haechi/event';
import { LEVELS } from '@haechi/event';
import { type ExpressionBuilder, sql } from 'kysely';
import { scopeOf } from '../../tenancy/scope.ts';
import { pageOf, positionOf } from '../cursor.ts';
import type { IncidentStore } from '../ports.ts';
import type { StateAccess } from './access.ts';
import { writeFindings, writeIncidents } from './incident-writes.ts';
import { pageSize } from './limits.ts';
import type { Database } from './schema.ts';
import { storable } from './storable.ts';

const FINDING = [
  'id',
  'tenant',
  'time',
  'ruleId',
  'title',
  'level',
  'attack',
  'entities',
  'eventIds',
  'count',
] as const;

const INCIDENT = [
  'id',
  'tenant',
  'status',
  'level',
  'title',
  'titleRuleId',
  'firstTime',
  'lastTime',
  'tactics',
  'entities',
  'findingIds',
  'findingCount',
  'mergedInto',
] as const;

/** Incidents from before there was a priority have that of their level. */
const URGENCY = sql<number>`coalesce(priority_rank, level_rank)`;

function incidentOf({
  mergedInto,
  ...incident
}: Omit<Incident, 'mergedInto'> & { mergedInto: string | null }): Incident {
  return mergedInto === null ? incident : { ...incident, mergedInto };
}

/** Newest first: strictly after the cursor's row in (time, id) descending. */
function before(column: 'lastTime' | 'time', cursor: string) {
  const [time, id] = positionOf(cursor);
  return ({ and, eb, or }: ExpressionBuilder<Database, 'incidents' | 'findings'>) =>
    or([eb(column, '<', time), and([eb(column, '=', time), eb('id', '<', id)])]);
}

/** Findings and incidents in PostgreSQL; the contract is `IncidentStore`. */
export function incidentStore(access: StateAccess): IncidentStore {
  return {
    async upsertFindings(findings) {
      for (const [tenant, rows] of Map.groupBy(findings, (finding: Finding) => finding.tenant)) {
        await access.scoped(scopeOf(tenant), (db) => writeFindings(db, rows));
      }
    },
    async upsertIncidents(incidents) {
      for (const [tenant, rows] of Map.groupBy(incidents, (incident: Incident) => incident.tenant)) {
        await access.scoped(scopeOf(tenant), (db) => writeIncidents(db, rows));
      }
    },
    incidents: (scope, filter) =>
      access.scoped(scope, async (db) => {
        const size = pageSize(filter.limit);
        let query = db.selectFrom('incidents').select(INCIDENT).where('mergedInto', 'is', null);
        if (filter.status !== undefined) query = query.where('status', 'in', [...filter.status]);
        if (filter.minLevel !== undefined) query = query.where('levelRank', '>=', rankOf(filter.minLevel));
        if (filter.maxLevel !== undefined) query = query.where('levelRank', '<=', rankOf(filter.maxLevel));
        if (filter.minPriority !== undefined) query = query.where(URGENCY, '>=', rankOf(filter.minPriority));
        if (filter.maxPriority !== undefined) query = query.where(URGENCY, '<=', rankOf(filter.maxPriority));
        if (filter.text !== undefined && filter.text !== '') {
          const text = storable(filter.text);
          query = query.where(sql<boolean>`strpos(lower(title || ' ' || entities::text), lower(${text})) > 0`);
        }
        if (filter.cursor !== undefined) query = query.where(before('lastTime', filter.cursor));
        const rows = await query
          .orderBy('lastTime', 'desc')
          .orderBy('id', 'desc')
          .limit(size + 1)
          .execute();
        return pageOf(rows.map(incidentOf), size, (row) => [row.lastTime, row.id]);
      }),
    async incident(scope, id) {
      const row = await access.scoped(scope, (db) =>
        db.selectFrom('incidents').select(INCIDENT).where('id', '=', id).executeTakeFirst(),
      );
      return row && incidentOf(row);
    },
    findings: (scope, filter) =>
      access.scoped(scope, async (db) => {
        const size = pageSize(filter.limit);
        let query = db.selectFrom('findings').select(FINDING);
        if (filter.ids !== undefined) query = query.where('id', 'in', filter.ids.length === 0 ? [''] : [...filter.ids]);
        if (filter.ruleId !== undefined) query = query.where('ruleId', '=', filter.ruleId);
        if (filter.range !== undefined) {
          query = query.where('time', '>=', filter.range.from).where('time', '<', filter.range.to);
        }
        if (filter.incidentId !== undefined) {
          const incidentId = filter.incidentId;
          query = query.where('id', 'in', ({ selectFrom }) =>
            selectFrom('incidents')
              .select(({ fn }) => fn<string>('unnest', ['findingIds']).as('id'))
              .where('id', '=', incidentId),
          );
        }
        if (filter.cursor !== undefined) query = query.where(before('time', filter.cursor));
        const rows = await query
          .orderBy('time', 'desc')
          .orderBy('id', 'desc')
          .limit(size + 1)
          .execute();
        return pageOf(rows, size, (row) => [row.time, row.id]);
      }),
    async openIncidents(since) {
      const rows = await access.acrossTenants((db) =>
        db
          .selectFrom('incidents')
          .select(INCIDENT)
          .where('mergedInto', 'is', null)
          .where('lastTime', '>=', since)
          .orderBy('lastTime')
          .orderBy('id')
          .execute(),
      );
      return rows.map(incidentOf);
    },
    async setIncidentStatus(scope, id, status) {
      const row = await access.scoped(scope, (db) =>
        db.updateTable('incidents').set({ status }).where('id', '=', id).returning(INCIDENT).executeTakeFirst(),
      );
      return row && incidentOf(row);
    },
  };
}

/** 0 for informational; an unknown word ranks below all, so that it filters nothing out. */
function rankOf(level: string): number {
  return LEVELS.indexOf(level as Level);
}
