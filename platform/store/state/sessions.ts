import type { StateAccess } from './access.ts';
import { isUuid } from './uuid.ts';

/** A console session. Only the hash of its id is kept: a stolen database opens no session. */
export interface Session {
  readonly idHash: string;
  readonly userId: string;
  readonly csrf: string;
  readonly created: string;
  /** When the id was last replaced. */
  readonly rotated: string;
  readonly expires: string;
  readonly address: string;
  readonly agent: string;
}

/** Sessions are found before a tenant is known, so none of these takes a scope; the id hash is the credential. */
export interface SessionRepository {
  /** The row's tenant is the user's home tenant. */
  create(session: Omit<Session, 'created'>): Promise<void>;
  /** The session with that hash, unless it expired before `now` or its user is gone or disabled. */
  find(idHash: string, now: string): Promise<Session | undefined>;
  /** Gives a session a new id, CSRF value and expiry; false where the old id is unknown. */
  rotate(idHash: string, next: { idHash: string; csrf: string; rotated: string; expires: string }): Promise<boolean>;
  remove(idHash: string): Promise<void>;
  /** Ends all sessions of a user (password change, account disabled), except one where named. */
  removeOfUser(userId: string, except?: string): Promise<void>;
  /** Deletes what expired before `now`; answers how many. */
  sweep(now: string): Promise<number>;
}

const COLUMNS = [
  'sessions.idHash',
  'sessions.userId',
  'sessions.csrf',
  'sessions.created',
  'sessions.rotated',
  'sessions.expires',
  'sessions.address',
  'sessions.agent',
] as const;

export function sessionRepository(access: StateAccess): SessionRepository {
  return {
    create: (session) =>
      access.acrossTenants(async (db) => {
        await db
          .insertInto('sessions')
          .values(({ selectFrom }) => ({
            ...session,
            tenant: selectFrom('users').select('tenant').where('id', '=', session.userId),
          }))
          .execute();
      }),
    find: (idHash, now) =>
      access.acrossTenants((db) =>
        db
          .selectFrom('sessions')
          .innerJoin('users', 'users.id', 'sessions.userId')
          .select(COLUMNS)
          .where('sessions.idHash', '=', idHash)
          .where('sessions.expires', '>', now)
          .where('users.disabled', '=', false)
          .executeTakeFirst(),
      ),
    async rotate(idHash, next) {
      const row = await access.acrossTenants((db) =>
        db.updateTable('sessions').set(next).where('idHash', '=', idHash).returning('idHash').executeTakeFirst(),
      );
      return row !== undefined;
    },
    remove: (idHash) =>
      access.acrossTenants(async (db) => {
        await db.deleteFrom('sessions').where('idHash', '=', idHash).execute();
      }),
    async removeOfUser(userId, except) {
      if (!isUuid(userId)) return;
      await access.acrossTenants((db) => {
        const all = db.deleteFrom('sessions').where('userId', '=', userId);
        return (except === undefined ? all : all.where('idHash', '!=', except)).execute();
      });
    },
    async sweep(now) {
      const gone = await access.acrossTenants((db) =>
        db.deleteFrom('sessions').where('expires', '<=', now).returning('idHash').execute(),
      );
      return gone.length;
    },
  };
}
