import type { TenantScope } from '../../tenancy/scope.ts';
import { bind, type Fragment, type ParameterValue, render, sql } from './sql.ts';

declare const gated: unique symbol;

/** A read that names its tenants. Connections run nothing else, and only `readQuery` makes one. */
export interface ReadQuery {
  readonly query: string;
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly [gated]: true;
}

/** The pipeline's own look at what it has stored, over all tenants; never made from a request. */
export const WHOLE_STORE: unique symbol = Symbol('whole store');

export interface ReadParts {
  readonly select: Fragment;
  /** `tables` says how our tables are made; it has no tenants, so a scope cannot read it. */
  readonly from: 'events' | 'dead_letters' | 'retention' | 'tables';
  readonly where: Fragment;
  /** GROUP BY, ORDER BY, LIMIT. */
  readonly rest?: Fragment;
}

/**
 * The one place where a read query is written: whatever is asked, only rows of the scope's tenant and those below it
 * are seen.
 */
export function readQuery(
  scope: TenantScope | typeof WHOLE_STORE,
  { select, from, where, rest }: ReadParts,
): ReadQuery {
  const tenants = scope === WHOLE_STORE ? sql`true` : sql`startsWith(tenant, ${bind('String', scope.path)})`;
  const tail = rest === undefined ? sql`` : sql` ${rest}`;
  const { query, params } = render(
    sql`SELECT ${select} FROM ${SOURCES[from]} WHERE ${tenants} AND (${where})${tail} ${SETTINGS}`,
  );
  return { query, params } as unknown as ReadQuery;
}

/** The condition of a command on rows of the scope, and nothing outside it. */
export function ownRows(
  scope: TenantScope,
  ids: readonly string[],
): { readonly condition: string; readonly params: Readonly<Record<string, ParameterValue>> } {
  const { query, params } = render(
    sql`startsWith(tenant, ${bind('String', scope.path)}) AND id IN (${bind('Array(String)', ids)})`,
  );
  return { condition: query, params };
}

const SOURCES = {
  events: sql`events`,
  dead_letters: sql`dead_letters`,
  retention: sql`retention FINAL`,
  tables: sql`system.tables`,
};

/** A search may not take the machine from the intake: 60 seconds, 4 GiB. */
const SETTINGS = sql`SETTINGS max_execution_time = 60, max_memory_usage = 4294967296`;
