import type { Count, Fields, Histogram, SearchPage, TopValues } from '@haechi/platform/api/schemas/search.ts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

/** What is asked: query text and a half-open range of ISO 8601 times. */
export interface Question {
  readonly query: string;
  readonly from: string;
  readonly to: string;
}

const PAGE = 200;

/** Events of a question, page by page. */
export function useSearchEvents(question: Question, order: 'newest' | 'oldest') {
  const tenant = useTenantParam();
  return useInfiniteQuery({
    queryKey: ['search', question, order, tenant],
    queryFn: ({ pageParam, signal }) =>
      call<SearchPage>('POST', '/search', {
        query: tenant,
        body: { ...question, order, limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** How many events a question has. */
export function useCount(question: Question) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['search-count', question, tenant],
    queryFn: ({ signal }) => call<Count>('POST', '/search/count', { query: tenant, body: question, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useHistogram(question: Question, buckets: number) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['search-histogram', question, buckets, tenant],
    queryFn: ({ signal }) =>
      call<Histogram>('POST', '/search/histogram', { query: tenant, body: { ...question, buckets }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Most frequent values of one ECS field; asked only while `enabled`. */
export function useTopValues(question: Question, field: string, enabled: boolean) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['search-top', question, field, tenant],
    queryFn: ({ signal }) =>
      call<TopValues>('POST', '/search/top', { query: tenant, body: { ...question, field, limit: 8 }, signal }),
    enabled,
  });
}

/** Fields seen in a range, for the sidebar and completion. */
export function useFields(range: { readonly from: string; readonly to: string }) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['search-fields', range, tenant],
    queryFn: ({ signal }) =>
      call<Fields>('GET', '/search/fields', { query: { ...tenant, from: range.from, to: range.to }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
