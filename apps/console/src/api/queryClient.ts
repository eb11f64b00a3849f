import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './error.ts';

/** One cache for the console. Answers of class 4xx are final; only unreachable servers and 5xx are tried again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
}
