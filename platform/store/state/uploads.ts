import { type Selectable, sql, type Transaction } from 'kysely';
import { scopeOf, type TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import type { Database } from './schema.ts';
import { isUuid } from './uuid.ts';

/**
 * Where an upload is: its bytes come in (`receiving`), wait for their turn (`waiting`), are cut into records and made
 * durable (`reading`), are decoded and stored (`storing`); all of it is there (`done`), or a fault of ours ended it (`failed`).
 */
export type UploadStatus = 'receiving' | 'waiting' | 'reading' | 'storing' | 'done' | 'failed';

/** A file or member that could not be read, or not to its end. */
export interface UploadProblem {
  /** Name of the file, members of archives after `!`. */
  readonly source: string;
  /** Closed code: `archive_damaged`, `archive_path_escape`, `archive_bomb`, … */
  readonly reason: string;
  readonly detail: string;
}

/** A file that was given as a file. */
export type Upload = Selectable<Database['uploads']>;

/** What a change may set. */
export type UploadChange = Partial<
  Omit<Upload, 'id' | 'tenant' | 'name' | 'bytes' | 'author' | 'created' | 'updated' | 'timeZone'>
>;

export interface UploadRepository {
  /** Newest first. */
  list(scope: TenantScope, limit: number): Promise<Upload[]>;
  find(scope: TenantScope, id: string): Promise<Upload | undefined>;
  /** Uploads of the scope whose bytes have not all come. */
  receiving(scope: TenantScope): Promise<number>;
  /** Adds one at the scope's root. */
  add(
    scope: TenantScope,
    upload: Pick<Upload, 'id' | 'name' | 'bytes' | 'timeZone' | 'author' | 'status'>,
  ): Promise<Upload>;
  /** Changes one; `undefined` where it is gone. */
  change(upload: Pick<Upload, 'id' | 'tenant'>, change: UploadChange): Promise<Upload | undefined>;
  remove(scope: TenantScope, id: string): Promise<boolean>;
  /** Of every tenant, oldest first: what is to be read or to be waited for. */
  inWork(statuses: readonly UploadStatus[], limit: number): Promise<Upload[]>;
  /** Removes what has not changed since; answers the ids. */
  removeBefore(updated: string, statuses: readonly UploadStatus[]): Promise<string[]>;
}

export function uploadRepository(access: StateAccess): UploadRepository {
  const all = (db: Transaction<Database>) => db.selectFrom('uploads').selectAll();
  return {
    list: (scope, limit) =>
      access.scoped(scope, (db) => all(db).orderBy('created', 'desc').orderBy('id').limit(limit).execute()),
    find: async (scope, id) =>
      isUuid(id) ? access.scoped(scope, (db) => all(db).where('id', '=', id).executeTakeFirst()) : undefined,
    async receiving(scope) {
      const row = await access.scoped(scope, (db) =>
        db
          .selectFrom('uploads')
          .select(sql<number>`count(*)::bigint`.as('count'))
          .where('status', '=', 'receiving')
          .executeTakeFirst(),
      );
      return row?.count ?? 0;
    },
    add: (scope, upload) =>
      access.scoped(scope, (db) =>
        db
          .insertInto('uploads')
          .values({ tenant: scope.path, ...upload })
          .returningAll()
          .executeTakeFirstOrThrow(),
      ),
    change: ({ id, tenant }, { problems, ...change }) =>
      access.scoped(scopeOf(tenant), (db) =>
        db
          .updateTable('uploads')
          .set({
            ...change,
            ...(problems === undefined ? {} : { problems: JSON.stringify(problems) }),
            updated: sql<string>`now()`,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      ),
    async remove(scope, id) {
      if (!isUuid(id)) return false;
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('uploads').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return gone !== undefined;
    },
    inWork: (statuses, limit) =>
      access.acrossTenants((db) =>
        all(db).where('status', 'in', statuses).orderBy('created').orderBy('id').limit(limit).execute(),
      ),
    removeBefore: (updated, statuses) =>
      access.acrossTenants(async (db) => {
        const gone = await db
          .deleteFrom('uploads')
          .where('updated', '<', updated)
          .where('status', 'in', statuses)
          .returning('id')
          .execute();
        return gone.map(({ id }) => id);
      }),
  };
}
