import type { Settings, SettingsPatch } from '@haechi/platform/api/schemas/settings.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

const SETTINGS = ['settings'] as const;

/** Settings of the whole installation, and where senders connect. */
export function useSettings() {
  return useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => call<Settings>('GET', '/settings', { signal }),
    staleTime: 60_000,
  });
}

export function usePatchSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SettingsPatch) => call<Settings>('PATCH', '/settings', { body }),
    onSuccess: (settings) => client.setQueryData(SETTINGS, settings),
  });
}
