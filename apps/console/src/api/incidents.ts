import type { IncidentStatus, Level } from '@haechi/event';
import type {
  Incident,
  IncidentDetail,
  IncidentPage,
  IncidentPatch,
  Notes,
} from '@haechi/platform/api/schemas/incidents.ts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, type Query, resource } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const PAGE = 100;

export interface IncidentFilter {
  readonly status?: readonly IncidentStatus[] | undefined;
  readonly minPriority?: Level | undefined;
  readonly maxPriority?: Level | undefined;
  readonly text?: string | undefined;
}

/** Incidents, gravest and newest first, page by page. */
export function useIncidents(filter: IncidentFilter) {
  const tenant = useTenantParam();
  const query: Query = {
    ...tenant,
    status: filter.status,
    minPriority: filter.minPriority,
    maxPriority: filter.maxPriority,
    text: filter.text,
    limit: PAGE,
  };
  return useInfiniteQuery({
    queryKey: ['incidents', query],
    queryFn: ({ pageParam, signal }) =>
      call<IncidentPage>('GET', '/incidents', { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
  });
}

/** One incident with its findings, events and response hints. */
export function useIncident(id: string) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['incident', id, tenant],
    queryFn: ({ signal }) =>
      call<IncidentDetail>('GET', `/incidents/${encodeURIComponent(id)}`, { query: tenant, signal }),
  });
}

export function useIncidentNotes(id: string) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: ['incident-notes', id, tenant],
    queryFn: ({ signal }) =>
      call<Notes>('GET', `/incidents/${encodeURIComponent(id)}/notes`, { query: tenant, signal }),
  });
}

/** Changes status, assignee, or appends a note. */
export function usePatchIncident(id: string) {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: IncidentPatch) =>
      call<Incident>('PATCH', `/incidents/${encodeURIComponent(id)}`, { query: tenant, body }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['incident', id] }),
        client.invalidateQueries({ queryKey: ['incident-notes', id] }),
        client.invalidateQueries({ queryKey: ['incidents'] }),
        client.invalidateQueries({ queryKey: ['overview'] }),
      ]),
  });
}

/** Address of the report of one incident, for a download link. */
export function reportHref(
  id: string,
  query: { format: 'html' | 'pdf' | 'json'; lang: string; tenant?: string },
): string {
  return resource(`/incidents/${encodeURIComponent(id)}/report`, query);
}
