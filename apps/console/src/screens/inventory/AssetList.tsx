import { CRITICALITIES } from '@haechi/event';
import type { ListedAsset } from '@haechi/platform/api/schemas/inventory.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CriticalityBadge } from '../../ui/CriticalityBadge.tsx';
import { column } from '../../ui/column.ts';
import { useIsNarrow } from '../../ui/useIsNarrow.ts';
import { AssetDialog } from './AssetDialog.tsx';
import { InventoryList, type ListProps } from './InventoryList.tsx';

/** Machines, devices and networks; a row opens for editing. */
export function AssetList(props: ListProps) {
  const { t } = useI18n();
  const isNarrow = useIsNarrow();
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
        track: 'minmax(84px, 0.7fr)',
        cell: (row) => row.owner,
        sort: (row) => row.owner,
      }),
      column<ListedAsset>({
        id: 'department',
        header: t('inventory.fields.department'),
        track: 'minmax(84px, 0.7fr)',
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
    <InventoryList
      {...props}
      table="assets"
      columns={shown}
      form={(asset, close) => <AssetDialog asset={asset} onClose={close} />}
    />
  );
}
