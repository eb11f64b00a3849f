import type { Overview } from '@haechi/platform/api/schemas/overview.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

/** What the first page shows for a range. */
export function useOverview(range: { readonly from: string; readonly to: string }) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['overview', range, tenant],
    queryFn: ({ signal }) => call<Overview>('GET', '/overview', { query: { ...tenant, ...range }, signal }),
    placeholderData: keepPreviousData,
  });
}
