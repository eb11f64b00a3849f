import type { NewTenant, Tenant, TenantPage, TenantPatch } from '@haechi/platform/api/schemas/tenants.ts';
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

/** Changes name or retention of one tenant, not of its subtree. */
export function usePatchTenant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { readonly path: string; readonly patch: TenantPatch }) =>
      call<Tenant>('PATCH', '/tenants', { query: { tenant: change.path }, body: change.patch }),
    onSuccess: () => client.invalidateQueries({ queryKey: TENANTS }),
  });
}
