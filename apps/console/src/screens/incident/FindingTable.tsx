import { LEVELS } from '@haechi/event';
import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EntityLine } from '../../ui/EntityLine.tsx';
import { LevelBadge } from '../../ui/LevelBadge.tsx';
import { Time } from '../../ui/Time.tsx';

interface Props {
  readonly findings: readonly Finding[];
  /** Opens the first event of a finding. */
  readonly onOpen: (eventId: string) => void;
}

export function FindingTable({ findings, onOpen }: Props) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  const columns = useMemo(
    () => [
      column<Finding>({
        id: 'time',
        header: t('event.time'),
        track: '176px',
        cell: (row) => <Time iso={row.time} />,
        sort: (row) => row.time,
      }),
      column<Finding>({
        id: 'level',
        header: t('incidents.level'),
        track: '104px',
        cell: (row) => <LevelBadge level={row.level} />,
        sort: (row) => LEVELS.indexOf(row.level),
      }),
      column<Finding>({
        id: 'title',
        header: t('incident.finding'),
        track: 'minmax(180px, 1fr)',
        cell: ruleTitle,
        sort: ruleTitle,
      }),
      column<Finding>({
        id: 'entities',
        header: t('incidents.entities'),
        track: 'minmax(160px, 1fr)',
        cell: (row) => <EntityLine entities={row.entities} />,
      }),
      column<Finding>({
        id: 'count',
        header: t('incident.events'),
        track: '64px',
        right: true,
        cell: (row) => <span className="nums">{row.count}</span>,
        sort: (row) => row.count,
      }),
    ],
    [t, ruleTitle],
  );
  return (
    <DataTable
      bare
      label={t('incident.findings')}
      rows={findings}
      columns={columns}
      rowId={(row) => row.id}
      initialSort={[{ id: 'time', desc: false }]}
      onOpen={(row) => {
        const first = row.eventIds[0];
        if (first !== undefined) onOpen(first);
      }}
    />
  );
}
