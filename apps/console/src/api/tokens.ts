import type { CreatedToken, NewToken, TokenPage } from '@haechi/platform/api/schemas/tokens.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const TOKENS = ['tokens'] as const;

export function useTokens() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...TOKENS, tenant],
    queryFn: ({ signal }) => call<TokenPage>('GET', '/tokens', { query: { ...tenant, limit: 1000 }, signal }),
  });
}

/** Makes a token; the secret is only in this answer. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewToken) => call<CreatedToken>('POST', '/tokens', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', `/tokens/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: TOKENS }),
  });
}
