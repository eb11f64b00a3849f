import { createSortedRowModel, rowSortingFeature, sortFn_basic, tableFeatures } from '@tanstack/react-table';

/** What a column of a `DataTable` says about its look. */
interface Look {
  /** CSS grid track: `120px`, `minmax(160px, 1fr)`. */
  readonly track: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
  columnMeta: {} as Look,
});

export type Features = typeof features;
