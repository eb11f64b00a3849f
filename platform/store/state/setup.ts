import type { StateAccess } from './access.ts';

/** The one-time link with which the first administrator is made. Only its hash is kept. */
export interface SetupRepository {
  /** True until a first user exists. */
  needed(): Promise<boolean>;
  /** Keeps the hash of a new link; older links stop working. */
  issue(hash: string, expires: string): Promise<void>;
  /** Uses the link up. False where it is unknown, used, or expired before `now`; of two at once only one gets true. */
  consume(hash: string, now: string): Promise<boolean>;
}

export function setupRepository(access: StateAccess): SetupRepository {
  return {
    needed: () =>
      access.acrossTenants(
        async (db) => (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined,
      ),
    issue: (hash, expires) =>
      access.acrossTenants(async (db) => {
        await db.deleteFrom('setup').execute();
        await db.insertInto('setup').values({ hash, expires }).execute();
      }),
    async consume(hash, now) {
      const used = await access.acrossTenants((db) =>
        db
          .updateTable('setup')
          .set({ used: true })
          .where('hash', '=', hash)
          .where('used', '=', false)
          .where('expires', '>', now)
          .returning('hash')
          .executeTakeFirst(),
      );
      return used !== undefined;
    },
  };
}
