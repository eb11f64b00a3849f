import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { useQuery } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

/** One stored event; asked only when an id is given. */
export function useEvent(id: string | undefined) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['event', id, tenant],
    queryFn: ({ signal }) =>
      call<EventRow>('GET', `/events/${encodeURIComponent(id ?? '')}`, { query: tenant, signal }),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
