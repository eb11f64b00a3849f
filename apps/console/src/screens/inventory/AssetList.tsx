import { CRITICALITIES } from '@haechi/event';
import type { ListedAsset } from '@haechi/platform/api/schemas/inventory.ts';
import { useMemo, useState } from 'react';
import { type InventoryFilter, useInventory } from '../../api/inventory.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CriticalityBadge } from '../../ui/CriticalityBadge.tsx';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { useIsNarrow } from '../../ui/useIsNarrow.ts';
import { AssetDialog } from './AssetDialog.tsx';
import { InventoryEmpty } from './InventoryEmpty.tsx';
import { ListHead } from './ListHead.tsx';

interface Props {
  readonly filter: InventoryFilter;
  readonly onImport: () => void;
}

/** Machines, devices and networks; a row opens for editing. */
export function AssetList({ filter, onImport }: Props) {
  const { t } = useI18n();
  const isNarrow = useIsNarrow();
  const assets = useInventory('assets', filter);
  const rows = useMemo(() => assets.data?.pages.flatMap((page) => page.rows) ?? [], [assets.data]);
  const [edited, setEdited] = useState<ListedAsset | 'new'>();
  const columns = useMemo(
    () => [
      column<ListedAsset>({
        id: 'name',
        header: t('inventory.fields.name'),
        track: 'minmax(120px, 1fr)',
        cell: (row) => <strong>{row.name}</strong>,
        sort: (row) => row.name,
      }),
      column<ListedAsset>({
        id: 'criticality',
        header: t('inventory.fields.criticality'),
        track: '92px',
        cell: (row) => <CriticalityBadge criticality={row.criticality} />,
        sort: (row) => CRITICALITIES.indexOf(row.criticality),
      }),
      column<ListedAsset>({
        id: 'addresses',
        header: t('inventory.fields.addresses'),
        track: 'minmax(130px, 1.2fr)',
        cell: (row) => <span className="mono">{row.addresses.join(', ')}</span>,
        sort: (row) => row.addresses[0],
      }),
      column<ListedAsset>({
        id: 'hosts',
        header: t('inventory.fields.hosts'),
        track: 'minmax(110px, 1fr)',
        cell: (row) => <span className="mono">{row.hosts.join(', ')}</span>,
        sort: (row) => row.hosts[0],
      }),
      column<ListedAsset>({
        id: 'owner',
        header: t('inventory.fields.owner'),
        track: 'minmax(76px, 0.5fr)',
        cell: (row) => row.owner,
        sort: (row) => row.owner,
      }),
      column<ListedAsset>({
        id: 'department',
        header: t('inventory.fields.department'),
        track: 'minmax(76px, 0.6fr)',
        cell: (row) => row.department,
        sort: (row) => row.department,
      }),
      column<ListedAsset>({
        id: 'tags',
        header: t('inventory.fields.tags'),
        track: 'minmax(80px, 0.6fr)',
        cell: (row) => row.tags.join(', '),
      }),
      column<ListedAsset>({
        id: 'tenant',
        header: t('nav.tenant'),
        track: 'minmax(80px, 0.6fr)',
        cell: (row) => <span className="mono">{row.tenant}</span>,
        sort: (row) => row.tenant,
      }),
    ],
    [t],
  );
  const shown = isNarrow ? columns.filter(({ id }) => id !== 'tags' && id !== 'tenant') : columns;
  return (
    <>
      <Loaded query={assets} height={400}>
        {({ pages }) => (
          <>
            <ListHead table="assets" total={pages[0]?.total ?? 0} onAdd={() => setEdited('new')} />
            {rows.length === 0 ? (
              <InventoryEmpty table="assets" filter={filter} onImport={onImport} />
            ) : (
              <DataTable
                label={t('inventory.assets')}
                rows={rows}
                columns={shown}
                rowId={(row) => `${row.tenant} ${row.name}`}
                onOpen={setEdited}
                more={{
                  has: assets.hasNextPage,
                  busy: assets.isFetchingNextPage,
                  load: () => void assets.fetchNextPage(),
                }}
              />
            )}
          </>
        )}
      </Loaded>
      {edited !== undefined && (
        <AssetDialog asset={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}
