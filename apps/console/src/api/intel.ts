import type { IntelList, IntelLists, NewIntelList } from '@haechi/platform/api/schemas/intel.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

export const LISTS = ['intel', 'lists'] as const;

export function useIntelLists() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...LISTS, tenant],
    queryFn: ({ signal }) => call<IntelLists>('GET', '/intel/lists', { query: tenant, signal }),
  });
}

/** Takes up a list in place of one of the same name. */
export function usePutIntelList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewIntelList) => call<IntelList>('POST', '/intel/lists', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: LISTS }),
  });
}

export function useRemoveIntelList() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, tenant }: { name: string; tenant: string }) =>
      call<void>('DELETE', `/intel/lists/${encodeURIComponent(name)}`, { query: { tenant } }),
    onSuccess: () => client.invalidateQueries({ queryKey: LISTS }),
  });
}
