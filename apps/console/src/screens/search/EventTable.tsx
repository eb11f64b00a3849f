import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { subjectOf, summaryOf } from '../../ui/eventText.ts';
import { valuesAt } from '../../ui/flatten.ts';
import { Time } from '../../ui/Time.tsx';

interface Props {
  readonly rows: readonly EventRow[];
  /** Extra columns, ECS names. */
  readonly columns: readonly string[];
  readonly currentId: string | undefined;
  readonly onOpen: (event: EventRow) => void;
  readonly more: { readonly has: boolean; readonly busy: boolean; readonly load: () => void };
}

/** Events as lines: when, whose, chosen fields, what was said. */
export function EventTable({ rows, columns, currentId, onOpen, more }: Props) {
  const { t } = useI18n();
  const defs = useMemo(
    () => [
      column<EventRow>({
        id: 'time',
        header: t('event.time'),
        track: '176px',
        cell: (row) => <Time iso={row.time} />,
      }),
      column<EventRow>({
        id: 'subject',
        header: t('event.subject'),
        track: '140px',
        cell: (row) => subjectOf(row),
      }),
      ...columns.map((name) =>
        column<EventRow>({
          id: name,
          header: name,
          track: 'minmax(120px, 220px)',
          cell: (row) => <span className="mono">{valuesAt(row.event, name).join(', ')}</span>,
        }),
      ),
      column<EventRow>({
        id: 'summary',
        header: t('event.summary'),
        track: 'minmax(280px, 1fr)',
        cell: (row) => <span className="mono">{summaryOf(row)}</span>,
      }),
    ],
    [t, columns],
  );
  return (
    <DataTable
      label={t('search.title')}
      rows={rows}
      columns={defs}
      rowId={(row) => row.id}
      currentId={currentId}
      onOpen={onOpen}
      more={more}
    />
  );
}
