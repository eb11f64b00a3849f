import type { DeadLetter } from '@haechi/platform/api/schemas/deadletters.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useReasonName } from './useReasonName.ts';

interface Props {
  readonly rows: readonly DeadLetter[];
  readonly currentId: string | undefined;
  readonly onOpen: (letter: DeadLetter) => void;
}

export function DeadLetterTable({ rows, currentId, onOpen }: Props) {
  const { t } = useI18n();
  const reasonName = useReasonName();
  const columns = useMemo(
    () => [
      column<DeadLetter>({
        id: 'time',
        header: t('deadLetters.time'),
        track: '176px',
        cell: (row) => <Time iso={row.time} />,
        sort: (row) => row.time,
      }),
      column<DeadLetter>({
        id: 'reason',
        header: t('deadLetters.reason'),
        track: 'minmax(160px, 0.6fr)',
        cell: (row) => <span title={row.reason}>{reasonName(row.reason)}</span>,
        sort: (row) => row.reason,
      }),
      column<DeadLetter>({
        id: 'source',
        header: t('overview.source'),
        track: '160px',
        cell: (row) => <span className="mono">{row.source}</span>,
        sort: (row) => row.source,
      }),
      column<DeadLetter>({
        id: 'raw',
        header: t('event.raw'),
        track: 'minmax(240px, 1.4fr)',
        cell: (row) => <span className="mono">{row.raw.slice(0, 400)}</span>,
      }),
    ],
    [t, reasonName],
  );
  return (
    <DataTable
      label={t('nav.deadLetters')}
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      currentId={currentId}
      onOpen={onOpen}
    />
  );
}
