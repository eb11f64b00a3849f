import { HaechiError } from '@haechi/event';
import { isTenantPath, parentOf, type TenantScope } from '../../tenancy/scope.ts';
import { type StateAccess, sqlState } from './access.ts';

interface Tenant {
  /** Materialised path, `/root/acme/`. */
  readonly path: string;
  readonly name: string;
  readonly retentionDays: number;
  /** What it may send with all below it; `null` is no bound. */
  readonly eventsPerSecond: number | null;
  readonly bytesPerDay: number | null;
  readonly created: string;
}

export interface TenantRepository {
  /** The tenants of the subtree, in path order: a parent comes before its children. */
  list(scope: TenantScope): Promise<Tenant[]>;
  find(scope: TenantScope, path: string): Promise<Tenant | undefined>;
  /** @throws HaechiError `tenant_invalid`, `tenant_exists`, `tenant_parent_missing`, `tenant_forbidden` */
  create(scope: TenantScope, tenant: { path: string; name: string; retentionDays?: number }): Promise<Tenant>;
  /** Answers `undefined` where the scope shows no such tenant. */
  update(
    scope: TenantScope,
    path: string,
    change: Partial<Pick<Tenant, 'name' | 'retentionDays' | 'eventsPerSecond' | 'bytesPerDay'>>,
  ): Promise<Tenant | undefined>;
  /** Every tenant, for the pipeline's caches. */
  all(): Promise<Tenant[]>;
}

const COLUMNS = ['path', 'name', 'retentionDays', 'eventsPerSecond', 'bytesPerDay', 'created'] as const;

export function tenantRepository(access: StateAccess): TenantRepository {
  return {
    list: (scope) => access.scoped(scope, (db) => db.selectFrom('tenants').select(COLUMNS).orderBy('path').execute()),
    find: (scope, path) =>
      access.scoped(scope, (db) =>
        db.selectFrom('tenants').select(COLUMNS).where('path', '=', path).executeTakeFirst(),
      ),
    async create(scope, tenant) {
      if (!isTenantPath(tenant.path)) throw invalidPath(tenant.path);
      const parent = parentOf(tenant.path);
      try {
        return await access.scoped(scope, async (db) => {
          const found = await db.selectFrom('tenants').select('path').where('path', '=', parent).executeTakeFirst();
          if (found === undefined) throw parentMissing(parent);
          return db.insertInto('tenants').values(tenant).returning(COLUMNS).executeTakeFirstOrThrow();
        });
      } catch (error) {
        if (sqlState(error) === '23505') throw exists(tenant.path, error);
        throw error;
      }
    },
    update: (scope, path, change) =>
      access.scoped(scope, (db) =>
        Object.keys(change).length === 0
          ? db.selectFrom('tenants').select(COLUMNS).where('path', '=', path).executeTakeFirst()
          : db.updateTable('tenants').set(change).where('path', '=', path).returning(COLUMNS).executeTakeFirst(),
      ),
    all: () => access.acrossTenants((db) => db.selectFrom('tenants').select(COLUMNS).orderBy('path').execute()),
  };
}

function invalidPath(path: string): HaechiError {
  return new HaechiError('tenant_invalid', {
    what: 'a tenant path is 1 to 16 names of lower-case letters, digits and hyphens, each closed by /',
    where: path,
    remedy: 'choose a short name such as acme',
  });
}

function parentMissing(parent: string): HaechiError {
  return new HaechiError('tenant_parent_missing', {
    what: 'no such parent tenant',
    where: parent,
    remedy: 'create the parent first, or ask its administrator',
  });
}

function exists(path: string, cause: unknown): HaechiError {
  return new HaechiError('tenant_exists', {
    what: 'a tenant of that name exists',
    where: path,
    remedy: 'choose another',
    cause,
  });
}
