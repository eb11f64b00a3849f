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
  /** Made by a feed of that name: changed by it alone. */
  readonly feed: boolean;
}

export interface IntelListRepository {
  /** Lists inside the scope and those inherited from above it. */
  list(scope: TenantScope): Promise<ListedIntel[]>;
  /** Stores a list at the scope's root, in place of one of the same name; false where that one is a feed's. */
  put(scope: TenantScope, list: { name: string; author: string; indicators: readonly Indicator[] }): Promise<boolean>;
  /** Removes the list at the scope's root; `none` where there is none, `of_feed` where it is a feed's. */
  remove(scope: TenantScope, name: string): Promise<'removed' | 'none' | 'of_feed'>;
  /** Every tenant's lists, for the pipeline. */
  all(): Promise<IntelList[]>;
}

export function intelListRepository(access: StateAccess): IntelListRepository {
  return {
    list: (scope) =>
      access.scoped(scope, (db) =>
        db
          .selectFrom('intelLists')
          .select([
            'tenant',
            'name',
            'author',
            'created',
            'feed',
            sql<number>`jsonb_array_length(indicators)`.as('indicators'),
          ])
          .orderBy('tenant')
          .orderBy('name')
          .execute(),
      ),
    put: (scope, { name, author, indicators }) =>
      access.scoped(scope, async (db) => {
        const content = { author, indicators: JSON.stringify(indicators), created: sql<string>`now()` };
        const stored = await db
          .insertInto('intelLists')
          .values({ tenant: scope.path, name, ...content })
          .onConflict((conflict) =>
            conflict.columns(['tenant', 'name']).doUpdateSet(content).where('intelLists.feed', '=', false),
          )
          .returning('name')
          .executeTakeFirst();
        return stored !== undefined;
      }),
    remove: (scope, name) =>
      access.scoped(scope, async (db) => {
        const list = await db
          .selectFrom('intelLists')
          .select('feed')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .executeTakeFirst();
        if (list?.feed === true) return 'of_feed';
        const gone = await db
          .deleteFrom('intelLists')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .where('feed', '=', false)
          .returning('name')
          .executeTakeFirst();
        return gone === undefined ? 'none' : 'removed';
      }),
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
