import type { DeadLetters } from '@haechi/platform/api/schemas/deadletters.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

/** Records that no decoder could read, at most 1,000 of a range. */
export function useDeadLetters(range: { readonly from: string; readonly to: string }) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['dead-letters', range, tenant],
    queryFn: ({ signal }) =>
      call<DeadLetters>('GET', '/deadletters', {
        query: { ...tenant, from: range.from, to: range.to, limit: 1000 },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
