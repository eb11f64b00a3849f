import { reachOf } from '../../feeds/feed.ts';
import { FEED_LIMITS } from '../../feeds/limits.ts';
import { sealCredential } from '../../feeds/sealed-credential.ts';
import { canBeSent } from '../../feeds/taxii/credential-header.ts';
import { discover } from '../../feeds/taxii/discover.ts';
import { rootUrl } from '../../feeds/taxii/fetch-collection.ts';
import type { StoredFeed } from '../../store/state/index.ts';
import { scopeOf } from '../../tenancy/scope.ts';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, principalIn, type Routes, scopeIn } from '../route.ts';
import { TenantQuery } from '../schemas/common.ts';
import {
  type Credential,
  Feed,
  FeedChange,
  FeedDiscovery,
  FeedParams,
  Feeds,
  FoundFeeds,
  NewFeed,
} from '../schemas/intel-feeds.ts';

const tags = ['intel'];

/** Subscriptions to collections of indicators (TAXII 2.1). A credential goes in and never comes out. */
export const intelFeedRoutes: Routes = (api, { state, feeds, intelChanged, now }) => {
  const seal = async (
    owner: { tenant: string; name: string; url: string },
    credential: Credential,
  ): Promise<Pick<StoredFeed, 'credentialKind' | 'credential'>> => {
    if (credential.kind === 'none') return { credentialKind: 'none', credential: null };
    if (!canBeSent(credential)) throw fault('feed_credential_invalid');
    return { credentialKind: credential.kind, credential: await sealCredential(feeds.sealer, owner, credential) };
  };

  api.get(
    '/api/v1/intel/feeds',
    { schema: { summary: 'Feeds of the subtree', tags, querystring: TenantQuery, response: answers(Feeds) } },
    async (request) => ({
      rows: (await state.intelFeeds.list(scopeIn(request))).map((feed) => shown(feed, now())),
    }),
  );

  api.post(
    '/api/v1/intel/feeds',
    {
      schema: {
        summary: 'Subscribes to a collection; it is polled at once',
        tags,
        querystring: TenantQuery,
        body: NewFeed,
        response: answers(Feed),
      },
    },
    async (request) => {
      const { tenant, name, collection, credential = { kind: 'none' }, title = '', enabled = true } = request.body;
      const { intervalS = FEED_LIMITS.defaultIntervalS } = request.body;
      const scope = scopeOf(scopeIn(request).path, tenant);
      const noted = { collection, credentialKind: credential.kind, intervalS, enabled };
      request.auditNote = { target: name, tenant, detail: noted };
      const url = rootUrl(request.body.url, reachOf(feeds.network, tenant)).href;
      request.auditNote.detail = { url, ...noted };
      const sealed = await seal({ tenant, name, url }, credential);
      const draft = { name, url, collection, title, intervalS, enabled, ...sealed };
      const added = await state.intelFeeds.add(scope, draft, principalIn(request).actor, isoOf(now()));
      if (added === 'name_taken') throw fault('intel_name_taken');
      if (added === 'full') throw fault('feeds_full');
      feeds.wake();
      return shown(added, now());
    },
  );

  api.post(
    '/api/v1/intel/feeds/discover',
    {
      schema: {
        summary: 'API roots and collections of a TAXII 2.1 server; nothing is stored',
        tags,
        querystring: TenantQuery,
        body: FeedDiscovery,
        response: answers(FoundFeeds),
      },
    },
    async (request) => {
      const { url, credential = { kind: 'none' } } = request.body;
      const reach = reachOf(feeds.network, scopeIn(request).path);
      request.auditNote.target = rootUrl(url, reach).href.slice(0, 256);
      if (credential.kind !== 'none' && !canBeSent(credential)) throw fault('feed_credential_invalid');
      const given = credential.kind === 'none' ? undefined : credential;
      const roots = await discover(url, given, reach, AbortSignal.timeout(FEED_LIMITS.discoverMs));
      return { roots: roots.map((root) => ({ ...root, collections: [...root.collections] })) };
    },
  );

  api.patch(
    '/api/v1/intel/feeds/:name',
    {
      schema: {
        summary: 'Changes a feed of the tenant; it is polled at once, and begins anew with another collection',
        tags,
        params: FeedParams,
        querystring: TenantQuery,
        body: FeedChange,
        response: answers(Feed),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { credential, ...change } = request.body;
      request.auditNote.detail = {
        ...change,
        ...(credential === undefined ? {} : { credentialKind: credential.kind }),
      };
      const old = found(await state.intelFeeds.find(scope, request.params.name));
      const { name, tenant } = old;
      const url = change.url === undefined ? old.url : rootUrl(change.url, reachOf(feeds.network, tenant)).href;
      // A stored credential is for the server that it was given for: nobody gets it by naming another.
      const moved = new URL(url).origin !== new URL(old.url).origin;
      if (moved && credential === undefined && old.credential !== null) throw fault('feed_credential_needed');
      const { collection, title, intervalS, enabled, credentialKind } = { ...old, ...change };
      const kept = { credentialKind, credential: old.credential };
      const sealed = credential === undefined ? kept : await seal({ tenant, name, url }, credential);
      const draft = { name, url, collection, title, intervalS, enabled, ...sealed };
      const changed = found(await state.intelFeeds.update(scope, name, draft, isoOf(now())));
      feeds.wake();
      return shown(changed, now());
    },
  );

  api.delete(
    '/api/v1/intel/feeds/:name',
    {
      schema: {
        summary: 'Removes a feed of the tenant with its list',
        tags,
        params: FeedParams,
        querystring: TenantQuery,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      if (!(await state.intelFeeds.remove(scopeIn(request), request.params.name))) throw fault('not_found');
      await intelChanged();
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/api/v1/intel/feeds/:name/poll',
    {
      schema: {
        summary: 'Has a feed of the tenant polled now; its last result says when that is done',
        tags,
        params: FeedParams,
        querystring: TenantQuery,
        response: answers(Feed),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { name } = request.params;
      const feed = await state.intelFeeds.hasten(scope, name, isoOf(now()));
      if (feed === undefined) {
        found(await state.intelFeeds.find(scope, name));
        throw fault('feed_paused');
      }
      feeds.wake();
      return shown(feed, now());
    },
  );
};

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function found(feed: StoredFeed | undefined): StoredFeed {
  if (feed === undefined) throw fault('not_found');
  return feed;
}

/** Without the credential and what is of no use outside. */
function shown(feed: StoredFeed, nowMs: number): Feed {
  const { tenant, name, url, collection, title, credentialKind, intervalS, enabled, nextPoll } = feed;
  const { added, removed, total, author, created, lastPoll, lastSuccess, problem, unused } = feed;
  return {
    ...{ tenant, name, url, collection, title, credentialKind, intervalS, enabled },
    due: enabled && Date.parse(nextPoll) <= nowMs,
    nextPoll,
    ...(lastPoll === null ? {} : { lastPoll }),
    ...(lastSuccess === null ? {} : { lastSuccess }),
    ...(problem === null ? {} : { problem }),
    ...{ added, removed, total, author, created },
    ...(unused === null ? {} : { unused: { ...unused } }),
  };
}
