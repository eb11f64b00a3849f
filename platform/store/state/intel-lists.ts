import { sql } from 'kysely';
import type { Indicator, IntelList } from '../../enrich/indicator.ts';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';

/** A list without what is in it. */
interface ListedIntel {
  readonly tenant: string;
  readonly name: string;
  readonly author: string;
  readonly created: string;
  readonly indicators: number;
}

export interface IntelListRepository {
  /** Lists inside the scope and those inherited from above it. */
  list(scope: TenantScope): Promise<ListedIntel[]>;
  /** Stores a list at the scope's root, in place of one of the same name. */
  put(scope: TenantScope, list: { name: string; author: string; indicators: readonly Indicator[] }): Promise<void>;
  /** Removes the list at the scope's root; false where there is none. */
  remove(scope: TenantScope, name: string): Promise<boolean>;
  /** Every tenant's lists, for the pipeline. */
  all(): Promise<IntelList[]>;
}

export function intelListRepository(access: StateAccess): IntelListRepository {
  return {
    list: (scope) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('intelLists')
          .select(['tenant', 'name', 'author', 'created', sql<number>`jsonb_array_length(indicators)`.as('indicators')])
          .orderBy('tenant')
          .orderBy('name')
          .execute(),
      ),
    put: (scope, { name, author, indicators }) =>
      access.scoped(scope, async (db) => {
        const content = { author, indicators: JSON.stringify(indicators), created: sql<string>`now()` };
        await db
          .insertInto('intelLists')
          .values({ tenant: scope.path, name, ...content })
          .onConflict((conflict) => conflict.columns(['tenant', 'name']).doUpdateSet(content))
          .execute();
      }),
    async remove(scope, name) {
      const gone = await access.scoped(scope, (db) =>
        db
          .deleteFrom('intelLists')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .returning('name')
          .executeTakeFirst(),
      );
      return gone !== undefined;
    },
    all: () =>
      access.acrossTenants((db) =>
        db
          .selectFrom('intelLists')
          .select(['tenant', 'name', 'indicators'])
          .orderBy('tenant')
          .orderBy('name')
          .execute(),
      ),
  };
}
