import { Button } from '@mantine/core';
import { type SortingState, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/I18nProvider.tsx';
import type { Column } from './column.ts';
import styles from './DataTable.module.css';
import { HeaderCell } from './HeaderCell.tsx';
import { features } from './tableFeatures.ts';
import { useListKeys } from './useListKeys.ts';

const ROW_HEIGHT = 34;
/** Rows from the end at which the next page is fetched. */
const FETCH_AHEAD = 30;

interface Props<Row extends object> {
  /** Read aloud as the table's name. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: Column<Row>[];
  readonly rowId: (row: Row) => string;
  /** Opens a row: click, Enter, and the keys of the list. */
  readonly onOpen?: (row: Row) => void;
  /** Row shown in a drawer or pane beside the table. */
  readonly currentId?: string | undefined;
  readonly initialSort?: SortingState;
  /** Inside a panel that has its own border. */
  readonly bare?: boolean;
  /** Pages after this one; fetched as the end comes near. */
  readonly more?: { readonly has: boolean; readonly busy: boolean; readonly load: () => void };
}

/** Rows in columns: virtualised, sortable, walked with `j` and `k`, opened with Enter. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { label, rows, columns, rowId, onOpen, currentId, initialSort = [], bare = false, more } = props;
  const { t } = useI18n();
  const scroll = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<SortingState>(initialSort);
  const table = useTable({
    features,
    data: rows,
    columns,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
  });
  const model = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const keys = useListKeys({
    count: model.length,
    current: model.findIndex((row) => row.id === currentId),
    open: (index) => {
      const row = model[index];
      if (row !== undefined) onOpen?.(row.original);
    },
    reveal: (index) => virtual.scrollToIndex(index),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const wantsMore = more?.has === true && !more.busy && last >= model.length - FETCH_AHEAD;
  useEffect(() => {
    if (wantsMore) more?.load();
  }, [wantsMore, more]);

  const tracks = columns.map((column) => column.meta?.track ?? '1fr').join(' ');
  return (
    <div className={styles.frame} data-bare={bare || undefined}>
      <div ref={scroll} className={styles.scroll}>
        <table
          className={styles.table}
          aria-label={label}
          aria-rowcount={model.length}
          style={{ '--tracks': tracks } as CSSProperties}
        >
          <thead>
            <tr className={styles.head}>
              {table.getFlatHeaders().map((header) => (
                <HeaderCell
                  key={header.id}
                  label={String(header.column.columnDef.header)}
                  right={header.column.columnDef.meta?.right === true}
                  sorted={header.column.getIsSorted()}
                  {...(header.column.getCanSort() ? { toggle: () => header.column.toggleSorting() } : {})}
                />
              ))}
            </tr>
          </thead>
          <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = model[item.index];
              if (row === undefined) return null;
              const open = onOpen === undefined ? undefined : () => onOpen(row.original);
              return (
                <tr
                  key={row.id}
                  ref={(element) => keys.register(item.index, element)}
                  className={styles.row}
                  aria-rowindex={item.index + 1}
                  tabIndex={item.index === keys.tabStop ? 0 : -1}
                  data-open={open === undefined ? undefined : ''}
                  data-current={row.id === currentId ? '' : undefined}
                  onClick={open}
                  onFocus={() => keys.focused(item.index)}
                  style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}
                >
                  {row.getAllCells().map((cell) => (
                    <td
                      key={cell.id}
                      className={`${styles.cell} ${cell.column.columnDef.meta?.right === true ? styles.right : ''}`}
                    >
                      <table.FlexRender cell={cell} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
        {more?.has === true && (
          <div className={styles.more}>
            <Button size="compact-xs" variant="subtle" loading={more.busy} onClick={more.load}>
              {t('common.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
