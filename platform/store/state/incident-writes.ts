import { type Finding, type Incident, type IncidentStatus, LEVELS, priorityOf } from '@haechi/event';
import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Rows of one statement: PostgreSQL takes 65,535 parameters, a row has at most 17. */
const ROWS_PER_STATEMENT = 1_000;

/** Stores findings of one tenant; one already stored is left as it is (its id says the same thing). */
export async function writeFindings(db: Transaction<Database>, findings: readonly Finding[]): Promise<void> {
  for (const rows of slices(findings)) {
    await db
      .insertInto('findings')
      .values(
        rows.map((finding) => ({
          ...finding,
          attack: [...finding.attack],
          entities: JSON.stringify(finding.entities),
          eventIds: [...finding.eventIds],
        })),
      )
      .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
      .execute();
  }
}

/**
 * Stores what the correlator knows of incidents of one tenant. The status and the assignee belong to the analysts: an
 * incident already stored keeps them, save that a resolved one with new findings is new again.
 */
export async function writeIncidents(db: Transaction<Database>, incidents: readonly Incident[]): Promise<void> {
  // Of one incident written twice in a batch the later word counts; one statement may touch a row only once.
  const latest = new Map(incidents.map((incident) => [incident.id, incident]));
  for (const rows of slices([...latest.values()])) {
    await db
      .insertInto('incidents')
      .values(
        rows.map((incident) => ({
          ...incident,
          levelRank: LEVELS.indexOf(incident.level),
          priorityRank: LEVELS.indexOf(priorityOf(incident.level, incident.entities)),
          tactics: [...incident.tactics],
          entities: JSON.stringify(incident.entities),
          findingIds: [...incident.findingIds],
          mergedInto: incident.mergedInto ?? null,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'id']).doUpdateSet(({ ref }) => ({
          status: sql<IncidentStatus>`case when incidents.status = 'resolved' and excluded.finding_count > incidents.finding_count then 'new' else incidents.status end`,
          level: ref('excluded.level'),
          levelRank: ref('excluded.levelRank'),
          priorityRank: ref('excluded.priorityRank'),
          title: ref('excluded.title'),
          titleRuleId: ref('excluded.titleRuleId'),
          firstTime: ref('excluded.firstTime'),
          lastTime: ref('excluded.lastTime'),
          tactics: ref('excluded.tactics'),
          entities: ref('excluded.entities'),
          findingIds: ref('excluded.findingIds'),
          findingCount: ref('excluded.findingCount'),
          mergedInto: ref('excluded.mergedInto'),
        })),
      )
      .execute();
  }
}

function* slices<T>(rows: readonly T[]): Iterable<readonly T[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
}
