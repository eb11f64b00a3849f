import { type ColumnDef, createColumnHelper } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { Features } from './tableFeatures.ts';

interface Options<Row> {
  readonly id: string;
  readonly header: string;
  /** CSS grid track: `120px`, `minmax(160px, 1fr)`. */
  readonly track: string;
  readonly right?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** What the column sorts by; without it the column does not sort. */
  readonly sort?: (row: Row) => string | number | undefined;
}

export type Column<Row> = ColumnDef<Features, Row & object>;

/** One column of a `DataTable`. */
export function column<Row extends object>(options: Options<Row>): Column<Row> {
  const helper = createColumnHelper<Features, Row>();
  const { id, header, track, right = false, cell, sort } = options;
  return helper.accessor((row) => sort?.(row), {
    id,
    header,
    enableSorting: sort !== undefined,
    sortFn: 'basic',
    sortUndefined: 'last',
    cell: (context) => cell(context.row.original),
    meta: { track, right },
  }) as Column<Row>;
}
