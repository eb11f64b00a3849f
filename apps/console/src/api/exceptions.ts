import type {
  ExceptionDraft,
  ExceptionPreview,
  NewRuleException,
  RuleException,
  RuleExceptions,
} from '@haechi/platform/api/schemas/rules.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const path = (ruleId: string) => `/rules/${encodeURIComponent(ruleId)}/exceptions`;
const key = (ruleId: string) => ['exceptions', ruleId] as const;

/** What was declared normal for one rule. */
export function useExceptions(ruleId: string) {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...key(ruleId), tenant],
    queryFn: ({ signal }) => call<RuleExceptions>('GET', path(ruleId), { query: tenant, signal }),
  });
}

/** What an exception would have silenced in the last seven days. */
export function useExceptionPreview(ruleId: string, draft: ExceptionDraft) {
  return useQuery({
    queryKey: ['exceptionPreview', ruleId, draft],
    queryFn: ({ signal }) => call<ExceptionPreview>('POST', `${path(ruleId)}/preview`, { body: draft, signal }),
  });
}

/** Declares that a value is normal: events with it no longer fire the rule in the tenant's subtree. */
export function useAddException(ruleId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewRuleException) => call<RuleException>('POST', path(ruleId), { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: key(ruleId) }),
  });
}

export function useRemoveException(ruleId: string) {
  const tenant = useTenantParam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (exception: string) => call<void>('DELETE', path(ruleId), { query: { ...tenant, exception } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key(ruleId) }),
  });
}
