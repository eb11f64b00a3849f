import { type ReactNode, useMemo, useState } from 'react';
import {
  type InventoryFilter,
  type InventoryRow,
  type InventoryTable,
  rowsOf,
  useInventory,
} from '../../api/inventory.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { InventoryEmpty } from './InventoryEmpty.tsx';
import { ListHead } from './ListHead.tsx';

/** What the screen gives to the list of either table. */
export interface ListProps {
  readonly filter: InventoryFilter;
  readonly onImport: () => void;
}

interface Props<Table extends InventoryTable> extends ListProps {
  readonly table: Table;
  readonly columns: Column<InventoryRow<Table>>[];
  /** The form of a row, of a new one where it is absent. */
  readonly form: (row: InventoryRow<Table> | undefined, close: () => void) => ReactNode;
}

/** Rows of assets or of users, page by page; a row opens for editing. */
export function InventoryList<Table extends InventoryTable>({ table, filter, onImport, columns, form }: Props<Table>) {
  const { t } = useI18n();
  const found = useInventory(table, filter);
  const rows = useMemo(() => rowsOf(found.data?.pages ?? []), [found.data]);
  const [edited, setEdited] = useState<InventoryRow<Table> | 'new'>();
  return (
    <>
      <Loaded query={found} height={400}>
        {({ pages }) => (
          <>
            <ListHead table={table} total={pages[0]?.total ?? 0} onAdd={() => setEdited('new')} />
            {rows.length === 0 ? (
              <InventoryEmpty table={table} filter={filter} onImport={onImport} />
            ) : (
              <DataTable
                label={t(`inventory.${table}`)}
                rows={rows}
                columns={columns}
                rowId={(row) => `${row.tenant} ${row.name}`}
                onOpen={setEdited}
                more={{
                  has: found.hasNextPage,
                  busy: found.isFetchingNextPage,
                  load: () => void found.fetchNextPage(),
                }}
              />
            )}
          </>
        )}
      </Loaded>
      {edited !== undefined && form(edited === 'new' ? undefined : edited, () => setEdited(undefined))}
    </>
  );
}
