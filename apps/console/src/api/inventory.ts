import type { Criticality } from '@haechi/event';
import type {
  AssetPage,
  AssetPreview,
  InventoryImport,
  KnownUserPage,
  KnownUserPreview,
} from '@haechi/platform/api/schemas/inventory.ts';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, type Query, resource, sendBytes } from './client.ts';
import { useTenantParam } from './tenantParam.ts';

export type InventoryTable = 'assets' | 'users';

interface Pages {
  readonly assets: AssetPage;
  readonly users: KnownUserPage;
}

/** A row as its table lists it. */
export type InventoryRow<Table extends InventoryTable> = Pages[Table]['rows'][number];

interface Previews {
  readonly assets: AssetPreview;
  readonly users: KnownUserPreview;
}

const INVENTORY = ['inventory'] as const;
const PAGE = 100;

export interface InventoryFilter {
  readonly text?: string | undefined;
  readonly criticality?: Criticality | undefined;
}

/** Rows of a table by tenant and name, page by page. */
export function useInventory<Table extends InventoryTable>(table: Table, filter: InventoryFilter) {
  const query: Query = { ...useTenantParam(), ...filter, limit: PAGE };
  return useInfiniteQuery({
    queryKey: [...INVENTORY, table, query],
    queryFn: ({ pageParam, signal }) =>
      call<Pages[Table]>('GET', `/inventory/${table}`, { query: { ...query, offset: pageParam }, signal }),
    initialPageParam: 0,
    getNextPageParam: (page, _pages, offset) =>
      offset + page.rows.length < page.total && page.rows.length > 0 ? offset + page.rows.length : undefined,
    placeholderData: (previous) => previous,
  });
}

/** The rows of all pages that are there. */
export function rowsOf<Table extends InventoryTable>(pages: readonly Pages[Table][]): InventoryRow<Table>[] {
  return pages.flatMap((page): InventoryRow<Table>[] => page.rows);
}

/** Stores a row, in place of one of the same name. */
export function usePutRow(table: InventoryTable) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, row }: { readonly tenant: string; readonly row: object }) =>
      call<unknown>('PUT', `/inventory/${table}`, { query: { tenant }, body: row }),
    onSuccess: () => client.invalidateQueries({ queryKey: INVENTORY }),
  });
}

export function useRemoveRow(table: InventoryTable) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ tenant, name }: { readonly tenant: string; readonly name: string }) =>
      call<void>('DELETE', `/inventory/${table}`, { query: { tenant, name } }),
    onSuccess: () => client.invalidateQueries({ queryKey: INVENTORY }),
  });
}

/** Says what an import of a file would do. */
export function usePreview<Table extends InventoryTable>(table: Table) {
  return useMutation({
    mutationFn: ({ tenant, file }: { readonly tenant: string; readonly file: Blob }) =>
      sendFile<Previews[Table]>(`/inventory/${table}/preview`, { tenant }, file),
  });
}

/** @param change `replace` removes rows that are not in the file */
export function useImport(table: InventoryTable) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { readonly tenant: string; readonly file: Blob; readonly replace: boolean }) =>
      sendFile<InventoryImport>(
        `/inventory/${table}/import`,
        { tenant: change.tenant, mode: change.replace ? 'replace' : 'merge' },
        change.file,
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: INVENTORY }),
  });
}

/** Address of a tenant's own rows as a CSV file. */
export function exportHref(table: InventoryTable, query: { readonly tenant: string; readonly lang: string }): string {
  return resource(`/inventory/${table}/export`, query);
}

async function sendFile<T>(path: string, query: Query, file: Blob): Promise<T> {
  const headers = { 'content-type': 'text/csv' };
  return (await (await sendBytes('POST', path, { query, headers, body: file })).json()) as T;
}
