import type {
  Feed,
  FeedChange,
  FeedDiscovery,
  Feeds,
  FoundFeeds,
  NewFeed,
} from '@haechi/platform/api/schemas/intel-feeds.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from './client.ts';
import { LISTS } from './intel.ts';
import { useTenantParam } from './tenantParam.ts';

const FEEDS = ['intel', 'feeds'] as const;
/** Milliseconds between two looks while a feed is being polled, and otherwise. */
const WORKING_MS = 1_000;
const RESTING_MS = 30_000;

/** Whose feed: names are unique in a tenant. */
type FeedKey = Pick<Feed, 'tenant' | 'name'>;

/** Feeds with their last result; asked for again each second while one is being polled, and their lists after it. */
export function useFeeds() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  const feeds = useQuery({
    queryKey: [...FEEDS, tenant],
    queryFn: ({ signal }) => call<Feeds>('GET', '/intel/feeds', { query: tenant, signal }),
    refetchInterval: ({ state }) => (state.data?.rows.some(({ due }) => due) === true ? WORKING_MS : RESTING_MS),
  });
  const results = feeds.data?.rows.map(({ name, lastPoll }) => `${name} ${lastPoll}`).join();
  useEffect(() => {
    if (results !== undefined) void client.invalidateQueries({ queryKey: LISTS });
  }, [client, results]);
  return feeds;
}

/** API roots and collections of a server. */
export function useDiscoverFeeds() {
  return useMutation({
    mutationFn: ({ tenant, ...body }: FeedDiscovery & { tenant: string }) =>
      call<FoundFeeds>('POST', '/intel/feeds/discover', { query: { tenant }, body }),
  });
}

export function useAddFeed() {
  return useFeedMutation((body: NewFeed) => call<Feed>('POST', '/intel/feeds', { body }));
}

export function useChangeFeed() {
  return useFeedMutation(({ name, tenant, ...body }: FeedKey & FeedChange) =>
    call<Feed>('PATCH', path(name), { query: { tenant }, body }),
  );
}

export function usePollFeed() {
  return useFeedMutation(({ name, tenant }: FeedKey) =>
    call<Feed>('POST', `${path(name)}/poll`, { query: { tenant } }),
  );
}

/** Removes a feed with its list. */
export function useRemoveFeed() {
  return useFeedMutation(({ name, tenant }: FeedKey) => call<void>('DELETE', path(name), { query: { tenant } }));
}

function useFeedMutation<Body, Answer>(mutationFn: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () => Promise.all([FEEDS, LISTS].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

function path(name: string): string {
  return `/intel/feeds/${encodeURIComponent(name)}`;
}
