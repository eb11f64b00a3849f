import type { Upload, Uploads } from '@haechi/platform/api/schemas/uploads.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

export const UPLOADS = ['uploads'] as const;

const WORKING_MS = 1_000;
const RESTING_MS = 30_000;

/** True while the server still has something to do with it. */
function isInWork({ status }: Pick<Upload, 'status'>): boolean {
  return status === 'waiting' || status === 'reading' || status === 'storing';
}

/** The newest uploads; asked for again each second while one of them is in work. */
export function useUploads() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...UPLOADS, tenant],
    queryFn: ({ signal }) => call<Uploads>('GET', '/uploads', { query: { ...tenant, limit: 1000 }, signal }),
    refetchInterval: ({ state }) => (state.data?.rows.some(isInWork) === true ? WORKING_MS : RESTING_MS),
  });
}

/** Gives an upload up, or takes it off the list. */
export function useRemoveUpload() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/uploads/${encodeURIComponent(id)}`, { query: tenant }),
    onSuccess: () => client.invalidateQueries({ queryKey: UPLOADS }),
  });
}
