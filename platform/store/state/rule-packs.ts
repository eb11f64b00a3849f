import { sql } from 'kysely';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import type { RuleFile } from './schema.ts';

/** A set of rule files that a tenant uploaded; it holds for the tenant and all below. */
interface RulePack {
  readonly tenant: string;
  readonly name: string;
  readonly author: string;
  readonly created: string;
  readonly fileCount: number;
}

export interface RulePackRepository {
  /** Packs inside the scope and those inherited from above it. */
  list(scope: TenantScope): Promise<RulePack[]>;
  /** Stores a pack at the scope's root, replacing one of the same name. */
  put(scope: TenantScope, pack: { name: string; author: string; files: readonly RuleFile[] }): Promise<void>;
  /** Removes the pack at the scope's root; false where there is none. */
  remove(scope: TenantScope, name: string): Promise<boolean>;
  /** Every tenant's packs with their files, for the detection stage. */
  all(): Promise<{ tenant: string; name: string; files: RuleFile[] }[]>;
}

export function rulePackRepository(access: StateAccess): RulePackRepository {
  return {
    list: (scope) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('rulePacks')
          .select(['tenant', 'name', 'author', 'created', sql<number>`jsonb_array_length(files)`.as('fileCount')])
          .orderBy('tenant')
          .orderBy('name')
          .execute(),
      ),
    put: (scope, { name, author, files }) =>
      access.scoped(scope, async (db) => {
        const content = { author, files: JSON.stringify(files) };
        await db
          .insertInto('rulePacks')
          .values({ tenant: scope.path, name, ...content })
          .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet(content))
          .execute();
      }),
    async remove(scope, name) {
      const gone = await access.scoped(scope, (db) =>
        db
          .deleteFrom('rulePacks')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .returning('name')
          .executeTakeFirst(),
      );
      return gone !== undefined;
    },
    all: () =>
      access.acrossTenants((db) =>
        db.selectFrom('rulePacks').select(['tenant', 'name', 'files']).orderBy('tenant').orderBy('name').execute(),
      ),
  };
}
