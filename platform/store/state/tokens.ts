import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import type { TokenScope } from './schema.ts';
import { isUuid } from './uuid.ts';

/** An API or intake token. The token itself is shown once; only its hash and first characters are kept. */
export interface ApiToken {
  readonly id: string;
  /** Where what it sends belongs, and the root of what it may read. */
  readonly tenant: string;
  readonly name: string;
  /** First characters, so that people recognise it in a list. */
  readonly prefix: string;
  readonly scopes: readonly TokenScope[];
  readonly author: string;
  readonly created: string;
  /** `null`: never. */
  readonly expires: string | null;
  readonly lastUsed: string | null;
}

export interface TokenRepository {
  list(scope: TenantScope): Promise<ApiToken[]>;
  /** @throws HaechiError `tenant_forbidden` when the token's tenant lies outside the scope */
  create(
    scope: TenantScope,
    token: {
      tenant: string;
      name: string;
      prefix: string;
      hash: string;
      scopes: readonly TokenScope[];
      author: string;
      expires?: string;
    },
  ): Promise<ApiToken>;
  remove(scope: TenantScope, id: string): Promise<boolean>;
  /** The token with that hash, unless it expired before `now`: how a bearer is authenticated. */
  authenticate(hash: string, now: string): Promise<ApiToken | undefined>;
  touch(id: string, time: string): Promise<void>;
}

const COLUMNS = ['id', 'tenant', 'name', 'prefix', 'scopes', 'author', 'created', 'expires', 'lastUsed'] as const;

export function tokenRepository(access: StateAccess): TokenRepository {
  return {
    list: (scope) =>
      access.scoped(scope, (db) => db.selectFrom('apiTokens').select(COLUMNS).orderBy('created', 'desc').execute()),
    create: (scope, token) =>
      access.scoped(scope, (db) =>
        db
          .insertInto('apiTokens')
          .values({ ...token, scopes: [...token.scopes] })
          .returning(COLUMNS)
          .executeTakeFirstOrThrow(),
      ),
    async remove(scope, id) {
      if (!isUuid(id)) return false;
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('apiTokens').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return gone !== undefined;
    },
    authenticate: (hash, now) =>
      access.acrossTenants((db) =>
        db
          .selectFrom('apiTokens')
          .select(COLUMNS)
          .where('hash', '=', hash)
          .where(({ or, eb }) => or([eb('expires', 'is', null), eb('expires', '>', now)]))
          .executeTakeFirst(),
      ),
    async touch(id, time) {
      if (!isUuid(id)) return;
      await access.acrossTenants((db) =>
        db.updateTable('apiTokens').set({ lastUsed: time }).where('id', '=', id).execute(),
      );
    },
  };
}
