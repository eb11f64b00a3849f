import type { RulePack, RulePackPage } from '@haechi/platform/api/schemas/rules.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, sendForm } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const PACKS = ['packs'] as const;

export function usePacks() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...PACKS, tenant],
    queryFn: ({ signal }) => call<RulePackPage>('GET', '/rules/packs', { query: tenant, signal }),
  });
}

/** Uploads one zip file or many YAML files as a pack; a pack of the same name is replaced. */
export function useUploadPack() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (pack: {
      readonly name: string;
      readonly files: readonly File[];
      /** Told the bytes that are gone and those there are. */
      readonly sent: (bytes: number, total: number) => void;
    }) => {
      const body = new FormData();
      for (const file of pack.files) body.append('file', file, file.webkitRelativePath || file.name);
      return sendForm<RulePack>('/rules/packs', { query: { ...tenant, name: pack.name }, body, sent: pack.sent });
    },
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: PACKS }), client.invalidateQueries({ queryKey: ['rules'] })]),
  });
}

export function useDeletePack() {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => call<void>('DELETE', `/rules/packs/${encodeURIComponent(name)}`, { query: tenant }),
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: PACKS }), client.invalidateQueries({ queryKey: ['rules'] })]),
  });
}
