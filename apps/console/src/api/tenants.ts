import type { NewTenant, Tenant, TenantPage, TenantPatch } from '@haechi/platform/api/schemas/tenants.ts';
import type { UsagePage } from '@haechi/platform/api/schemas/usage.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

const TENANTS = ['tenants'] as const;

/** The caller's whole subtree, parents before children. */
export function useTenants() {
  return useQuery({
    queryKey: TENANTS,
    queryFn: ({ signal }) => call<TenantPage>('GET', '/tenants', { query: { limit: 1000 }, signal }),
    staleTime: 60_000,
  });
}

export function useCreateTenant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewTenant) => call<Tenant>('POST', '/tenants', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: TENANTS }),
  });
}

/** What came in since midnight UTC, by tenant of the caller's subtree. */
export function useUsageToday() {
  return useQuery({
    queryKey: ['usage', 'today'],
    queryFn: async ({ signal }) => {
      const from = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
      const to = new Date(Date.parse(from) + 86_400_000).toISOString();
      const { rows } = await call<UsagePage>('GET', '/usage', { query: { from, to, step: 'day' }, signal });
      return new Map(rows.map((row) => [row.tenant, row]));
    },
    refetchInterval: 30_000,
  });
}

/** Changes settings of one tenant, not of its subtree. */
export function usePatchTenant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { readonly path: string; readonly patch: TenantPatch }) =>
      call<Tenant>('PATCH', '/tenants', { query: { tenant: change.path }, body: change.patch }),
    onSuccess: () => client.invalidateQueries({ queryKey: TENANTS }),
  });
}
