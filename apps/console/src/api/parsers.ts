import type {
  NewParser,
  Parser,
  ParserBody,
  Parsers,
  ParserTrial,
  ParserTrialAnswer,
} from '@haechi/platform/api/schemas/parsers.ts';
import type { SearchPage } from '@haechi/platform/api/schemas/search.ts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

const PARSERS = ['parsers'] as const;
const path = (id: string) => `/parsers/${encodeURIComponent(id)}`;

export function useParsers() {
  const tenant = useTenantParam();
  return useQuery({
    queryKey: [...PARSERS, 'all', tenant],
    queryFn: ({ signal }) => call<Parsers>('GET', '/parsers', { query: tenant, signal }),
  });
}

export function useParser(id: string) {
  return useQuery({
    queryKey: [...PARSERS, 'one', id],
    queryFn: ({ signal }) => call<Parser>('GET', path(id), { signal }),
  });
}

/** What the expression makes of the lines; the last answer stays while the next one is on its way. */
export function useTriedLines(trial: ParserTrial) {
  return useQuery({
    queryKey: ['parser-trial', trial],
    queryFn: ({ signal }) => call<ParserTrialAnswer>('POST', '/parsers/try', { body: trial, signal }),
    enabled: trial.expression !== '' && trial.lines.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}

/** Milliseconds back to which lines to try are looked for, and how many are taken. */
const RECENT_MS = 7 * 86_400_000;
const RECENT_LINES = 20;

/** Fetches lines that came in lately: what the parser of that name read, or what no decoder knew. */
export function useRecentLines(tenant: string, name: string | undefined) {
  const query = name === undefined ? 'decoder:text or decoder:syslog' : `event.dataset:"custom.${name}"`;
  return useMutation({
    mutationFn: async () => {
      const now = Date.now();
      const range = { from: new Date(now - RECENT_MS).toISOString(), to: new Date(now).toISOString() };
      const body = { query, ...range, limit: RECENT_LINES, order: 'newest' };
      const { rows } = await call<SearchPage>('POST', '/search', { query: { tenant }, body });
      return rows.map(({ raw }) => raw);
    },
  });
}

export function useSaveParser(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, ...body }: NewParser): Promise<Parser> =>
      id === undefined
        ? call<Parser>('POST', '/parsers', { body: { tenant, ...body } })
        : call<Parser>('PUT', path(id), { body: body satisfies ParserBody }),
    onSuccess: () => client.invalidateQueries({ queryKey: PARSERS }),
  });
}

export function useRemoveParser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<void>('DELETE', path(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: [...PARSERS, 'all'] }),
  });
}
