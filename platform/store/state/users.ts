import { HaechiError } from '@haechi/event';
import type { TenantScope } from '../../tenancy/scope.ts';
import { type StateAccess, sqlState } from './access.ts';
import { isUuid } from './uuid.ts';

export interface User {
  readonly id: string;
  /** Home tenant: whose administrators manage the account. What the user may do is in the grants. */
  readonly tenant: string;
  readonly username: string;
  readonly displayName: string;
  readonly lang: string;
  readonly timeZone: string;
  readonly disabled: boolean;
  readonly created: string;
}

/** What a user may change of the own account. */
interface Profile {
  displayName?: string;
  lang?: string;
  timeZone?: string;
  passwordHash?: string;
}

interface NewUser {
  /** Home tenant; default the scope's root. */
  tenant?: string;
  username: string;
  passwordHash: string;
  displayName: string;
  lang: string;
  timeZone: string;
}

export interface UserRepository {
  list(scope: TenantScope): Promise<User[]>;
  find(scope: TenantScope, id: string): Promise<User | undefined>;
  /** @throws HaechiError `username_taken` (usernames are unique over all tenants), `tenant_forbidden` */
  create(scope: TenantScope, user: NewUser): Promise<User>;
  update(scope: TenantScope, id: string, change: Profile & { disabled?: boolean }): Promise<User | undefined>;
  /** Removes the account with its grants and sessions; false where the scope shows no such user. */
  remove(scope: TenantScope, id: string): Promise<boolean>;
  /** Sign-in: the account and its password hash by exact username. */
  credentials(username: string): Promise<{ user: User; passwordHash: string } | undefined>;
  /** The account behind an authenticated session. */
  self(id: string): Promise<User | undefined>;
  updateSelf(id: string, change: Profile): Promise<User | undefined>;
  /** The password hash of an authenticated user, to check the current password before a change. */
  passwordHash(id: string): Promise<string | undefined>;
}

const COLUMNS = ['id', 'tenant', 'username', 'displayName', 'lang', 'timeZone', 'disabled', 'created'] as const;

export function userRepository(access: StateAccess): UserRepository {
  return {
    list: (scope) => access.scoped(scope, (db) => db.selectFrom('users').select(COLUMNS).orderBy('username').execute()),
    find: async (scope, id) =>
      isUuid(id)
        ? access.scoped(scope, (db) => db.selectFrom('users').select(COLUMNS).where('id', '=', id).executeTakeFirst())
        : undefined,
    async create(scope, user) {
      try {
        return await access.scoped(scope, (db) =>
          db
            .insertInto('users')
            .values({ ...user, tenant: user.tenant ?? scope.path })
            .returning(COLUMNS)
            .executeTakeFirstOrThrow(),
        );
      } catch (error) {
        if (sqlState(error) === '23505') throw taken(user.username, error);
        throw error;
      }
    },
    update: async (scope, id, change) =>
      isUuid(id)
        ? access.scoped(scope, (db) =>
            Object.keys(change).length === 0
              ? db.selectFrom('users').select(COLUMNS).where('id', '=', id).executeTakeFirst()
              : db.updateTable('users').set(change).where('id', '=', id).returning(COLUMNS).executeTakeFirst(),
          )
        : undefined,
    async remove(scope, id) {
      if (!isUuid(id)) return false;
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('users').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return gone !== undefined;
    },
    async credentials(username) {
      const row = await access.acrossTenants((db) =>
        db
          .selectFrom('users')
          .select([...COLUMNS, 'passwordHash'])
          .where('username', '=', username)
          .executeTakeFirst(),
      );
      if (row === undefined) return undefined;
      const { passwordHash, ...user } = row;
      return { user, passwordHash };
    },
    self: async (id) =>
      isUuid(id)
        ? access.acrossTenants((db) => db.selectFrom('users').select(COLUMNS).where('id', '=', id).executeTakeFirst())
        : undefined,
    updateSelf: async (id, change) =>
      isUuid(id)
        ? access.acrossTenants((db) =>
            Object.keys(change).length === 0
              ? db.selectFrom('users').select(COLUMNS).where('id', '=', id).executeTakeFirst()
              : db.updateTable('users').set(change).where('id', '=', id).returning(COLUMNS).executeTakeFirst(),
          )
        : undefined,
    async passwordHash(id) {
      if (!isUuid(id)) return undefined;
      const row = await access.acrossTenants((db) =>
        db.selectFrom('users').select('passwordHash').where('id', '=', id).executeTakeFirst(),
      );
      return row?.passwordHash;
    },
  };
}

function taken(username: string, cause: unknown): HaechiError {
  return new HaechiError('username_taken', {
    what: 'that username is taken',
    where: username,
    remedy: 'choose another',
    cause,
  });
}
