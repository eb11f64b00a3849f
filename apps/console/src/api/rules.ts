import type { Level } from '@haechi/event';
import type { RuleDetail, RulePage, RuleView } from '@haechi/platform/api/schemas/rules.ts';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, type Query } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const PAGE = 1000;

export interface RuleFilter {
  readonly text?: string | undefined;
  readonly level?: Level | undefined;
  readonly enabled?: boolean | undefined;
  readonly view?: RuleView | undefined;
}

/** Rules that apply to the tenant. */
export function useRules(filter: RuleFilter) {
  const tenant = useTenantParam();
  const { text, level, enabled, view } = filter;
  const query: Query = { ...tenant, text, level, enabled, view, limit: PAGE };
  return useInfiniteQuery({
    queryKey: ['rules', query],
    queryFn: ({ pageParam, signal }) =>
      call<RulePage>('GET', '/rules', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** One rule with its source as written. */
export function useRule(id: string) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['rule', id, tenant],
    queryFn: ({ signal }) => call<RuleDetail>('GET', `/rules/${encodeURIComponent(id)}`, { query: tenant, signal }),
  });
}

/** Turns a rule on or off for the tenant's subtree. */
export function useToggleRule() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { readonly id: string; readonly enabled: boolean }) =>
      call<RuleDetail>('PATCH', `/rules/${encodeURIComponent(change.id)}`, {
        query: tenant,
        body: { enabled: change.enabled },
      }),
    onSettled: (_result, _error, change) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['rules'] }),
        client.invalidateQueries({ queryKey: ['rule', change.id] }),
      ]),
  });
}
