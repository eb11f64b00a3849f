import type {
  NewBlock,
  NewExclusion,
  NewWafSite,
  Trial,
  WafSite,
  WafSiteChange,
  WafSites,
} from '@haechi/platform/api/schemas/waf.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const SITES = ['waf', 'sites'] as const;
const path = (id: string) => `/waf/sites/${encodeURIComponent(id)}`;

export function useSites() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...SITES, tenant],
    queryFn: ({ signal }) => call<WafSites>('GET', '/waf/sites', { query: tenant, signal }),
  });
}

/** A site by its id; by its name where its tenant is given. Asked again while it is shown: WAFs report in. */
export function useSite(idOrName: string | undefined, tenant?: string) {
  return useQuery({
    queryKey: [...SITES, 'one', idOrName, tenant],
    queryFn: ({ signal }) => call<WafSite>('GET', path(idOrName ?? ''), { query: { tenant }, signal }),
    enabled: idOrName !== undefined,
    refetchInterval: 10_000,
  });
}

export function useAddSite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewWafSite) => call<WafSite>('POST', '/waf/sites', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: SITES }),
  });
}

/** Changes of one site; each answers the whole site. */
export function useSiteChanges(id: string) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: SITES });
  const entries = (list: 'exclusions' | 'blocks') => `${path(id)}/${list}`;
  return {
    update: useMutation({
      mutationFn: (body: WafSiteChange) => call<WafSite>('PATCH', path(id), { body }),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: () => call<void>('DELETE', path(id)), onSuccess }),
    exclude: useMutation({
      mutationFn: (body: NewExclusion) => call<WafSite>('POST', entries('exclusions'), { body }),
      onSuccess,
    }),
    include: useMutation({
      mutationFn: (entry: string) => call<WafSite>('DELETE', entries('exclusions'), { query: { entry } }),
      onSuccess,
    }),
    block: useMutation({
      mutationFn: (body: NewBlock) => call<WafSite>('POST', entries('blocks'), { body }),
      onSuccess,
    }),
    letIn: useMutation({
      mutationFn: (entry: string) => call<WafSite>('DELETE', entries('blocks'), { query: { entry } }),
      onSuccess,
    }),
  };
}

/** Judges a request without sending it. */
export function useTryRequest(id: string) {
  return useMutation({
    mutationFn: (request: string) => call<Trial>('POST', `${path(id)}/try`, { body: { request } }),
  });
}
