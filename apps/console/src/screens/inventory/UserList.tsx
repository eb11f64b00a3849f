import { CRITICALITIES } from '@haechi/event';
import type { ListedUser } from '@haechi/platform/api/schemas/inventory.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CriticalityBadge } from '../../ui/CriticalityBadge.tsx';
import { column } from '../../ui/column.ts';
import { useIsNarrow } from '../../ui/useIsNarrow.ts';
import { InventoryList, type ListProps } from './InventoryList.tsx';
import { UserDialog } from './UserDialog.tsx';

/** Accounts and whose they are; a row opens for editing. */
export function UserList(props: ListProps) {
  const { t } = useI18n();
  const isNarrow = useIsNarrow();
  const columns = useMemo(
    () => [
      column<ListedUser>({
        id: 'name',
        header: t('inventory.fields.account'),
        track: 'minmax(100px, 1fr)',
        cell: (row) => <strong className="mono">{row.name}</strong>,
        sort: (row) => row.name,
      }),
      column<ListedUser>({
        id: 'fullName',
        header: t('inventory.fields.fullName'),
        track: 'minmax(90px, 0.8fr)',
        cell: (row) => row.fullName,
        sort: (row) => row.fullName,
      }),
      column<ListedUser>({
        id: 'criticality',
        header: t('inventory.fields.criticality'),
        track: '92px',
        cell: (row) => <CriticalityBadge criticality={row.criticality} />,
        sort: (row) => CRITICALITIES.indexOf(row.criticality),
      }),
      column<ListedUser>({
        id: 'privileged',
        header: t('inventory.fields.privileged'),
        track: '96px',
        cell: (row) => (row.privileged ? t('inventory.yes') : ''),
        sort: (row) => Number(row.privileged),
      }),
      column<ListedUser>({
        id: 'status',
        header: t('inventory.fields.status'),
        track: '88px',
        cell: (row) => t(`inventory.statuses.${row.status}`),
        sort: (row) => row.status,
      }),
      column<ListedUser>({
        id: 'department',
        header: t('inventory.fields.department'),
        track: 'minmax(90px, 0.8fr)',
        cell: (row) => row.department,
        sort: (row) => row.department,
      }),
      column<ListedUser>({
        id: 'email',
        header: t('inventory.fields.email'),
        track: 'minmax(130px, 1fr)',
        cell: (row) => row.email,
        sort: (row) => row.email,
      }),
      column<ListedUser>({
        id: 'tenant',
        header: t('nav.tenant'),
        track: 'minmax(80px, 0.6fr)',
        cell: (row) => <span className="mono">{row.tenant}</span>,
        sort: (row) => row.tenant,
      }),
    ],
    [t],
  );
  const shown = isNarrow ? columns.filter(({ id }) => id !== 'tenant') : columns;
  return (
    <InventoryList
      {...props}
      table="users"
      columns={shown}
      form={(user, close) => <UserDialog user={user} onClose={close} />}
    />
  );
}
