import type { AuditEntry } from '@haechi/platform/api/schemas/audit.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { Outcome } from './Outcome.tsx';
import { useActionName } from './useActionName.ts';

interface Props {
  readonly rows: readonly AuditEntry[];
  readonly currentId: string | undefined;
  readonly onOpen: (entry: AuditEntry) => void;
  readonly more: { readonly has: boolean; readonly busy: boolean; readonly load: () => void };
}

export function AuditTable({ rows, currentId, onOpen, more }: Props) {
  const { t } = useI18n();
  const actionName = useActionName();
  const columns = useMemo(
    () => [
      column<AuditEntry>({
        id: 'time',
        header: t('audit.time'),
        track: '176px',
        cell: (row) => <Time iso={row.time} />,
      }),
      column<AuditEntry>({
        id: 'actor',
        header: t('audit.actor'),
        track: 'minmax(110px, 0.6fr)',
        cell: (row) => row.actor,
      }),
      column<AuditEntry>({
        id: 'action',
        header: t('audit.action'),
        track: 'minmax(120px, 1fr)',
        cell: (row) => <span title={row.action}>{actionName(row.action)}</span>,
      }),
      column<AuditEntry>({
        id: 'outcome',
        header: t('audit.outcome'),
        track: '76px',
        cell: (row) => <Outcome outcome={row.outcome} />,
      }),
      column<AuditEntry>({
        id: 'target',
        header: t('audit.target'),
        track: 'minmax(120px, 1fr)',
        cell: (row) => <span className="mono">{row.target}</span>,
      }),
      column<AuditEntry>({
        id: 'tenant',
        header: t('nav.tenant'),
        track: 'minmax(100px, 0.5fr)',
        cell: (row) => <span className="mono">{row.tenant}</span>,
      }),
      column<AuditEntry>({
        id: 'address',
        header: t('audit.address'),
        track: '110px',
        cell: (row) => <span className="mono">{row.address}</span>,
      }),
    ],
    [t, actionName],
  );
  return (
    <DataTable
      label={t('nav.audit')}
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      currentId={currentId}
      onOpen={onOpen}
      more={more}
    />
  );
}
