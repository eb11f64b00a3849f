import { type RangeParams, readRange } from '../../format/range.ts';

/** A search as kept in the address: whoever opens it sees the same question. */
export interface SearchParams extends RangeParams {
  readonly q?: string;
  readonly order?: 'newest' | 'oldest';
  /** Extra columns, ECS names. */
  readonly columns?: readonly string[];
  /** Id of the event shown in the drawer. */
  readonly event?: string;
}

const MAX_COLUMNS = 8;

/** Keeps what is well-formed of a search that came with an address. */
export function readSearchParams(search: Record<string, unknown>): SearchParams {
  const { q, order, columns, event } = search;
  const named = Array.isArray(columns) ? columns.filter((name) => typeof name === 'string').slice(0, MAX_COLUMNS) : [];
  return {
    ...readRange(search),
    // The router reads `q=42` as a number; a query is always text.
    ...(q === undefined || q === '' ? {} : { q: typeof q === 'string' ? q : JSON.stringify(q) }),
    ...(order === 'oldest' ? { order } : {}),
    ...(named.length > 0 ? { columns: named } : {}),
    ...(event === undefined ? {} : { event: String(event) }),
  };
}
