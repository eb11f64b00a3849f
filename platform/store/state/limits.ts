/** Rows of a page where the caller names none. */
const PAGE_ROWS = 100;

/** Rows of a page at most: a page is rendered by a console and held in memory. */
const PAGE_ROWS_MAX = 1_000;

/** A page size within the limits; out-of-range values are moved to the nearest. */
export function pageSize(asked: number | undefined): number {
  return Math.min(Math.max(Math.trunc(asked ?? PAGE_ROWS), 1), PAGE_ROWS_MAX);
}
