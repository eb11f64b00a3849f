import type { Me, MePatch } from '@haechi/platform/api/schemas/me.ts';
import type { Login } from '@haechi/platform/api/schemas/sessions.ts';
import type { Setup, SetupState } from '@haechi/platform/api/schemas/setup.ts';
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { call, setCsrf } from './client.ts';

const ME = ['me'] as const;

/** The signed-in user; its CSRF token is kept for later requests. */
export const meQuery = queryOptions({
  queryKey: ME,
  queryFn: async ({ signal }) => {
    const me = await call<Me>('GET', '/me', { signal });
    setCsrf(me.csrf);
    return me;
  },
  staleTime: 60_000,
});

/** Whether the first administrator is still to be made. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call<SetupState>('GET', '/setup', { signal }),
  staleTime: 0,
});

/** Only below the signed-in layout, which has loaded it before. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

function useSession<Body>(send: (body: Body) => Promise<Me>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (me) => {
      setCsrf(me.csrf);
      client.setQueryData(ME, me);
    },
  });
}

export const useLogin = () => useSession((body: Login) => call<Me>('POST', '/sessions', { body }));
export const useSetup = () => useSession((body: Setup) => call<Me>('POST', '/setup', { body }));
export const useUpdateMe = () => useSession((body: MePatch) => call<Me>('PATCH', '/me', { body }));

/** Ends the session; what was loaded in it is forgotten by whoever leaves its screens. */
export function useLogout() {
  return useMutation({ mutationFn: () => call<void>('DELETE', '/sessions/current') });
}
