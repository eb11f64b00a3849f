import { type Selectable, sql, type Transaction } from 'kysely';
import type { Indicator } from '../../enrich/indicator.ts';
import type { CredentialKind } from '../../feeds/feed.ts';
import type { FeedProblem } from '../../feeds/feed-fault.ts';
import { FEED_LIMITS } from '../../feeds/limits.ts';
import type { UnusedCounts } from '../../feeds/list-of.ts';
import type { HeldObject } from '../../feeds/merge-objects.ts';
import type { TenantScope } from '../../tenancy/scope.ts';
import { type StateAccess, sqlState } from './access.ts';
import type { Database } from './schema.ts';

/** A feed as it is stored, without what it has brought. */
export type StoredFeed = Omit<Selectable<Database['intelFeeds']>, 'held'>;

/** What a feed is made of. */
export interface FeedDraft {
  readonly name: string;
  /** Address of the API root. */
  readonly url: string;
  readonly collection: string;
  /** The collection's title, for people. */
  readonly title: string;
  readonly credentialKind: CredentialKind;
  /** Sealed; null where there is none. */
  readonly credential: string | null;
  readonly intervalS: number;
  readonly enabled: boolean;
}

/** What a poll came to. Times are ISO 8601. */
export type PollOutcome = { readonly at: string; readonly nextPoll: string } & (
  | { readonly kind: 'failed'; readonly problem: FeedProblem }
  /** Nothing came and nothing ended. */
  | { readonly kind: 'same'; readonly addedAfter: string | undefined }
  | {
      readonly kind: 'read';
      readonly addedAfter: string | undefined;
      /** What is remembered; absent where it stays as it was. */
      readonly held?: readonly HeldObject[];
      /** When the first of the list ends. */
      readonly nextEnd: string | undefined;
      readonly added: number;
      readonly removed: number;
      readonly total: number;
      readonly unused: UnusedCounts;
      /** The list as it is now; absent where it stays as it was. */
      readonly indicators?: readonly Indicator[];
    }
);

export interface IntelFeedRepository {
  /** Feeds inside the scope. */
  list(scope: TenantScope): Promise<StoredFeed[]>;
  /** The feed at the scope's root. */
  find(scope: TenantScope, name: string): Promise<StoredFeed | undefined>;
  /** Adds one at the scope's root with an empty list of its name; it is due at once. */
  add(scope: TenantScope, draft: FeedDraft, author: string, now: string): Promise<StoredFeed | 'name_taken' | 'full'>;
  /**
   * Changes the one at the scope's root and makes it due. With another address or collection it begins anew: what it
   * brought stays in its list until the next poll.
   */
  update(scope: TenantScope, name: string, draft: FeedDraft, now: string): Promise<StoredFeed | undefined>;
  /** Removes the one at the scope's root with its list; false where there is none. */
  remove(scope: TenantScope, name: string): Promise<boolean>;
  /** Makes the one at the scope's root due; `undefined` where there is none that is enabled. */
  hasten(scope: TenantScope, name: string, now: string): Promise<StoredFeed | undefined>;
  /** Every tenant's feeds that are due, the longest first. */
  due(now: string): Promise<StoredFeed[]>;
  /** What the last poll remembered, and the list as it is. */
  content(scope: TenantScope, name: string): Promise<{ held: HeldObject[]; indicators: Indicator[] }>;
  /** Writes down a poll and its list, unless the feed has been changed or removed meanwhile: then false. */
  finish(scope: TenantScope, name: string, revision: number, outcome: PollOutcome): Promise<boolean>;
}

/** All but `held`, which may be large. */
const COLUMNS = [
  'tenant', 'name', 'url', 'collection', 'title', 'credentialKind', 'credential', 'intervalS', 'enabled', 'revision',
  'addedAfter', 'nextEnd', 'nextPoll', 'failures', 'lastPoll', 'lastSuccess', 'problem', 'added', 'removed', 'total', 'unused',
  'author', 'created',
] as const; // biome-ignore format: one list

export function intelFeedRepository(access: StateAccess): IntelFeedRepository {
  const own = (db: Transaction<Database>, { path }: TenantScope, name: string) =>
    db.selectFrom('intelFeeds').select(COLUMNS).where('tenant', '=', path).where('name', '=', name);
  return {
    list: (scope) =>
      access.scoped(scope, (db) =>
        db.selectFrom('intelFeeds').select(COLUMNS).orderBy('tenant').orderBy('name').execute(),
      ),
    find: (scope, name) => access.scoped(scope, (db) => own(db, scope, name).executeTakeFirst()),
    add: (scope, draft, author, now) => add(access, scope, draft, author, now),
    update: (scope, name, draft, now) =>
      access.scoped(scope, async (db) => {
        const old = await own(db, scope, name).forUpdate().executeTakeFirst();
        if (old === undefined) return undefined;
        const anew = old.url !== draft.url || old.collection !== draft.collection;
        return db
          .updateTable('intelFeeds')
          .set({
            ...draft,
            ...(anew ? { addedAfter: null, held: '[]', nextEnd: null, unused: null } : {}),
            revision: old.revision + 1,
            failures: 0,
            nextPoll: now,
          })
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .returning(COLUMNS)
          .executeTakeFirst();
      }),
    remove: (scope, name) =>
      access.scoped(scope, async (db) => {
        const gone = await db
          .deleteFrom('intelFeeds')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .returning('name')
          .executeTakeFirst();
        if (gone === undefined) return false;
        await db.deleteFrom('intelLists').where('tenant', '=', scope.path).where('name', '=', name).execute();
        return true;
      }),
    hasten: (scope, name, now) =>
      access.scoped(scope, (db) =>
        db
          .updateTable('intelFeeds')
          .set({ nextPoll: now })
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .where('enabled', '=', true)
          .returning(COLUMNS)
          .executeTakeFirst(),
      ),
    due: (now) =>
      access.acrossTenants((db) =>
        db
          .selectFrom('intelFeeds')
          .select(COLUMNS)
          .where('enabled', '=', true)
          .where('nextPoll', '<=', now)
          .orderBy('nextPoll')
          .orderBy('tenant')
          .orderBy('name')
          .execute(),
      ),
    content: (scope, name) =>
      access.scoped(scope, async (db) => {
        const feed = await db
          .selectFrom('intelFeeds')
          .select('held')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .executeTakeFirst();
        const list = await db
          .selectFrom('intelLists')
          .select('indicators')
          .where('tenant', '=', scope.path)
          .where('name', '=', name)
          .executeTakeFirst();
        return { held: feed?.held ?? [], indicators: list?.indicators ?? [] };
      }),
    finish: (scope, name, revision, outcome) => finish(access, scope, name, revision, outcome),
  };
}

async function add(
  access: StateAccess,
  scope: TenantScope,
  draft: FeedDraft,
  author: string,
  now: string,
): Promise<StoredFeed | 'name_taken' | 'full'> {
  try {
    return await access.scoped(scope, async (db) => {
      // One after the other in a tenant, or two could both be the last.
      await sql`select pg_advisory_xact_lock(hashtext(${`feeds ${scope.path}`}))`.execute(db);
      const { count } = await db
        .selectFrom('intelFeeds')
        .select(sql<number>`count(*)::bigint`.as('count'))
        .where('tenant', '=', scope.path)
        .executeTakeFirstOrThrow();
      if (count >= FEED_LIMITS.perTenant) return 'full';
      // The list's name is the feed's from the start: its primary key keeps both from being another's.
      await db
        .insertInto('intelLists')
        .values({ tenant: scope.path, name: draft.name, indicators: '[]', author, feed: true })
        .execute();
      return db
        .insertInto('intelFeeds')
        .values({ tenant: scope.path, ...draft, author, nextPoll: now })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
    });
  } catch (error) {
    if (sqlState(error) === '23505') return 'name_taken';
    throw error;
  }
}

function finish(
  access: StateAccess,
  scope: TenantScope,
  name: string,
  revision: number,
  outcome: PollOutcome,
): Promise<boolean> {
  const { at, nextPoll } = outcome;
  return access.scoped(scope, async (db) => {
    const written = await db
      .updateTable('intelFeeds')
      .set({ ...columnsOf(outcome), lastPoll: at, nextPoll })
      .where('tenant', '=', scope.path)
      .where('name', '=', name)
      .where('revision', '=', revision)
      .returning('name')
      .executeTakeFirst();
    if (written === undefined) return false;
    if (outcome.kind === 'read' && outcome.indicators !== undefined)
      await db
        .updateTable('intelLists')
        .set({ indicators: JSON.stringify(outcome.indicators), created: at })
        .where('tenant', '=', scope.path)
        .where('name', '=', name)
        .execute();
    return true;
  });
}

function columnsOf(outcome: PollOutcome) {
  if (outcome.kind === 'failed') return { problem: outcome.problem, failures: sql<number>`failures + 1` };
  const good = { addedAfter: outcome.addedAfter ?? null, problem: null, failures: 0, lastSuccess: outcome.at };
  if (outcome.kind === 'same') return { ...good, added: 0, removed: 0 };
  const { held, nextEnd, added, removed, total, unused } = outcome;
  const remembered = held === undefined ? {} : { held: JSON.stringify(held) };
  return { ...good, ...remembered, nextEnd: nextEnd ?? null, added, removed, total, unused: JSON.stringify(unused) };
}
