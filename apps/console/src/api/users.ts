import type { Grants, NewUser, User, UserPage, UserPatch } from '@haechi/platform/api/schemas/users.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const USERS = ['users'] as const;

export function useUsers() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...USERS, tenant],
    queryFn: ({ signal }) => call<UserPage>('GET', '/users', { query: { ...tenant, limit: 1000 }, signal }),
  });
}

function useUserChange<Change, Result>(send: (change: Change) => Promise<Result>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: send, onSuccess: () => client.invalidateQueries({ queryKey: USERS }) });
}

export const useCreateUser = () => useUserChange((body: NewUser) => call<User>('POST', '/users', { body }));

/** Disables, renames, or gives a new password. */
export const usePatchUser = () =>
  useUserChange((change: { readonly id: string; readonly patch: UserPatch }) =>
    call<User>('PATCH', `/users/${encodeURIComponent(change.id)}`, { body: change.patch }),
  );

/** Replaces the grants inside the caller's subtree. */
export const useSetGrants = () =>
  useUserChange((change: { readonly id: string; readonly grants: Grants }) =>
    call<User>('PUT', `/users/${encodeURIComponent(change.id)}/grants`, { body: change.grants }),
  );

export const useDeleteUser = () =>
  useUserChange((id: string) => call<void>('DELETE', `/users/${encodeURIComponent(id)}`));
