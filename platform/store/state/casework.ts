import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';

/** What an analyst wrote on an incident. */
interface IncidentNote {
  readonly id: string;
  readonly incidentId: string;
  readonly author: string;
  readonly text: string;
  readonly created: string;
}

/** What people add to an incident; what the correlator knows of it is in `IncidentStore`. */
export interface CaseworkRepository {
  /** Oldest first. */
  notes(scope: TenantScope, incidentId: string): Promise<IncidentNote[]>;
  /** Answers `undefined` where the scope shows no such incident. */
  addNote(
    scope: TenantScope,
    incidentId: string,
    note: { author: string; text: string },
  ): Promise<IncidentNote | undefined>;
  /** Username of who works on it, or `null` for nobody; false where the scope shows no such incident. */
  assign(scope: TenantScope, incidentId: string, assignee: string | null): Promise<boolean>;
  /** Incident id → assignee, only those that have one. */
  assignees(scope: TenantScope, incidentIds: readonly string[]): Promise<Map<string, string>>;
}

const COLUMNS = ['id', 'incidentId', 'author', 'text', 'created'] as const;

export function caseworkRepository(access: StateAccess): CaseworkRepository {
  return {
    notes: (scope, incidentId) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('incidentNotes')
          .select(COLUMNS)
          .where('incidentId', '=', incidentId)
          .orderBy('created')
          .orderBy('id')
          .execute(),
      ),
    addNote: (scope, incidentId, note) =>
      access.scoped(scope, async (db) => {
        const incident = await db
          .selectFrom('incidents')
          .select('tenant')
          .where('id', '=', incidentId)
          .executeTakeFirst();
        if (incident === undefined) return undefined;
        return db
          .insertInto('incidentNotes')
          .values({ tenant: incident.tenant, incidentId, ...note })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow();
      }),
    async assign(scope, incidentId, assignee) {
      const row = await access.scoped(scope, (db) =>
        db.updateTable('incidents').set({ assignee }).where('id', '=', incidentId).returning('id').executeTakeFirst(),
      );
      return row !== undefined;
    },
    async assignees(scope, incidentIds) {
      if (incidentIds.length === 0) return new Map();
      const rows = await access.scoped(scope, (db) =>
        db
          .selectFrom('incidents')
          .select(['id', 'assignee'])
          .where('id', 'in', [...incidentIds])
          .where('assignee', 'is not', null)
          .execute(),
      );
      return new Map(rows.map(({ id, assignee }) => [id, assignee ?? '']));
    },
  };
}
