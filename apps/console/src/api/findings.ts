import type { FindingPage } from '@haechi/platform/api/schemas/findings.ts';
import { useQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

/** Newest findings of one rule. */
export function useFindingsOfRule(ruleId: string, limit: number) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['findings', ruleId, limit, tenant],
    queryFn: ({ signal }) => call<FindingPage>('GET', '/findings', { query: { ...tenant, ruleId, limit }, signal }),
  });
}
