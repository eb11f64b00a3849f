import type { AuditPage } from '@haechi/platform/api/schemas/audit.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const PAGE = 200;

/** The audit trail of a range, newest first, page by page. */
export function useAudit(range: { readonly from: string; readonly to: string }) {
  const tenant = useTenantParam();
  return useInfiniteQuery({
    queryKey: ['audit', range, tenant],
    queryFn: ({ pageParam, signal }) =>
      call<AuditPage>('GET', '/audit', {
        query: { ...tenant, from: range.from, to: range.to, limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
