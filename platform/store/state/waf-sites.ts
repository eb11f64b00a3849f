import type { BlockEntry, Exclusion, SitePolicy } from '@haechi/policy';
import { sql } from 'kysely';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { StateAccess } from './access.ts';
import { isUuid } from './uuid.ts';

/** Who wrote an entry of a policy, when and why. */
interface Written {
  readonly id: string;
  readonly author: string;
  readonly created: string;
  readonly reason: string;
}
export type StoredExclusion = Exclusion & Written;
export type StoredBlock = BlockEntry & Written;

/** A site behind the WAF. */
export interface WafSite extends SitePolicy {
  readonly id: string;
  readonly tenant: string;
  /** Short name, unique in its tenant: what `haechi waf --site` names. */
  readonly name: string;
  readonly exclusions: readonly StoredExclusion[];
  readonly blocked: readonly StoredBlock[];
  /** Counts up with each change of the policy. */
  readonly revision: number;
  readonly created: string;
  readonly updated: string;
  /** When a WAF last asked for the policy, and the revision that it had then; `null` where none ever did. */
  readonly seen: string | null;
  readonly seenRevision: number | null;
}

/** What a change may replace. */
type SiteChange = Partial<Omit<SitePolicy, 'exclusions' | 'blocked'>> & {
  readonly exclusions?: readonly StoredExclusion[];
  readonly blocked?: readonly StoredBlock[];
};

export interface WafSiteRepository {
  list(scope: TenantScope): Promise<WafSite[]>;
  /** By id, or by name at the scope's root. */
  find(scope: TenantScope, idOrName: string): Promise<WafSite | undefined>;
  /** Adds one at the scope's root; `undefined` where the name is taken. */
  add(scope: TenantScope, site: { readonly name: string } & SitePolicy): Promise<WafSite | undefined>;
  /** Changes a policy by what it is now, one change at a time; `undefined` where there is no such site. */
  change(scope: TenantScope, id: string, change: (site: WafSite) => SiteChange): Promise<WafSite | undefined>;
  remove(scope: TenantScope, id: string): Promise<boolean>;
  /** Notes that a WAF asked, holding this revision. */
  sawWaf(scope: TenantScope, id: string, revision: number | undefined): Promise<void>;
}

export function wafSiteRepository(access: StateAccess): WafSiteRepository {
  return {
    list: (scope) =>
      access.scoped(scope, (db) => db.selectFrom('wafSites').selectAll().orderBy('tenant').orderBy('name').execute()),
    find: (scope, idOrName) =>
      access.scoped(scope, (db) => {
        const all = db.selectFrom('wafSites').selectAll();
        return (
          isUuid(idOrName)
            ? all.where('id', '=', idOrName)
            : all.where('tenant', '=', scope.path).where('name', '=', idOrName)
        ).executeTakeFirst();
      }),
    add: (scope, { exclusions, blocked, ...site }) =>
      access.scoped(scope, (db) =>
        db
          .insertInto('wafSites')
          .values({
            tenant: scope.path,
            ...site,
            exclusions: JSON.stringify(exclusions),
            blocked: JSON.stringify(blocked),
          })
          .onConflict((conflict) => conflict.columns(['tenant', 'name']).doNothing())
          .returningAll()
          .executeTakeFirst(),
      ),
    async change(scope, id, change) {
      if (!isUuid(id)) return undefined;
      return access.scoped(scope, async (db) => {
        const site = await db.selectFrom('wafSites').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
        if (site === undefined) return undefined;
        const { exclusions, blocked, ...rest } = change(site);
        return db
          .updateTable('wafSites')
          .set({
            ...rest,
            ...(exclusions === undefined ? {} : { exclusions: JSON.stringify(exclusions) }),
            ...(blocked === undefined ? {} : { blocked: JSON.stringify(blocked) }),
            revision: site.revision + 1,
            updated: sql<string>`now()`,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
      });
    },
    async remove(scope, id) {
      if (!isUuid(id)) return false;
      const gone = await access.scoped(scope, (db) =>
        db.deleteFrom('wafSites').where('id', '=', id).returning('id').executeTakeFirst(),
      );
      return gone !== undefined;
    },
    async sawWaf(scope, id, revision) {
      await access.scoped(scope, (db) =>
        db
          .updateTable('wafSites')
          .set({ seen: sql<string>`now()`, seenRevision: revision ?? null })
          .where('id', '=', id)
          .execute(),
      );
    },
  };
}
