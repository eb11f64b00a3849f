import type {
  DeadLetterSelection,
  DeadLetters,
  Deleted,
  Replay,
  Replayed,
} from '@haechi/platform/api/schemas/deadletters.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const LETTERS = ['dead-letters'] as const;

/** Records that no decoder could read, at most 1,000 of a range; of one source where it is named. */
export function useDeadLetters(range: { readonly from: string; readonly to: string }, source: string | undefined) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...LETTERS, range, source, tenant],
    queryFn: ({ signal }) =>
      call<DeadLetters>('GET', '/deadletters', {
        query: { ...tenant, from: range.from, to: range.to, source, limit: 1000 },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Has records decoded again; what can be read now becomes an event. */
export function useReplay() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Replay) => call<Replayed>('POST', '/deadletters/replay', { query: tenant, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: LETTERS }),
  });
}

/** Deletes records for good. */
export function useDeleteLetters() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DeadLetterSelection) => call<Deleted>('POST', '/deadletters/delete', { query: tenant, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: LETTERS }),
  });
}
