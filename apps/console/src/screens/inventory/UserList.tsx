import { CRITICALITIES } from '@haechi/event';
import type { ListedUser } from '@haechi/platform/api/schemas/inventory.ts';
import { useMemo, useState } from 'react';
import { type InventoryFilter, useInventory } from '../../api/inventory.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CriticalityBadge } from '../../ui/CriticalityBadge.tsx';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { useIsNarrow } from '../../ui/useIsNarrow.ts';
import { InventoryEmpty } from './InventoryEmpty.tsx';
import { ListHead } from './ListHead.tsx';
import { UserDialog } from './UserDialog.tsx';

interface Props {
  readonly filter: InventoryFilter;
  readonly onImport: () => void;
}

/** Accounts and whose they are; a row opens for editing. */
export function UserList({ filter, onImport }: Props) {
  const { t } = useI18n();
  const isNarrow = useIsNarrow();
  const users = useInventory('users', filter);
  const rows = useMemo(() => users.data?.pages.flatMap((page) => page.rows) ?? [], [users.data]);
  const [edited, setEdited] = useState<ListedUser | 'new'>();
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
    <>
      <Loaded query={users} height={400}>
        {({ pages }) => (
          <>
            <ListHead table="users" total={pages[0]?.total ?? 0} onAdd={() => setEdited('new')} />
            {rows.length === 0 ? (
              <InventoryEmpty table="users" filter={filter} onImport={onImport} />
            ) : (
              <DataTable
                label={t('inventory.users')}
                rows={rows}
                columns={shown}
                rowId={(row) => `${row.tenant} ${row.name}`}
                onOpen={setEdited}
                more={{
                  has: users.hasNextPage,
                  busy: users.isFetchingNextPage,
                  load: () => void users.fetchNextPage(),
                }}
              />
            )}
          </>
        )}
      </Loaded>
      {edited !== undefined && (
        <UserDialog user={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}
