import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isPassing, RETRY_MS, UNREACHABLE } from './error.ts';
import { meQuery } from './session.ts';

/**
 * One cache for the console. Unreachable servers and 5xx are tried again at once, twice; what passes by itself for as long
 * as a screen shows it.
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
        retry: (failures, error) => failures < 2 && !isAnswer(error),
      },
    },
  });
}

/**
 * Whether there is nothing to be had by asking again at once: the request is at fault, or the server says that something
 * it needs is away, for which it may have waited long itself. That is shown, and asked again while it is.
 */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return (error.status >= 400 && error.status < 500) || (error.code !== UNREACHABLE && isPassing(error));
}
