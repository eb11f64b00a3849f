import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isPassing, RETRY_MS } from './error.ts';
import { meQuery } from './session.ts';

/**
 * One cache for the console. Answers of class 4xx are final; only unreachable servers and 5xx are tried again, and for
 * as long as a screen shows it, what passes by itself.
 *
 * @param onSessionEnd called when any answer but the session's own says that nobody is signed in any more
 */
export function makeQueryClient(onSessionEnd: () => void): QueryClient {
  const judge = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401 && error.code === 'not_authenticated') onSessionEnd();
  };
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== meQuery.queryKey[0]) judge(error);
      },
    }),
    mutationCache: new MutationCache({ onError: judge }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        refetchInterval: ({ state }) => (isPassing(state.error) ? RETRY_MS : false),
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
}
