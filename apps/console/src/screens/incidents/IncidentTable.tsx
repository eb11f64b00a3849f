import { LEVELS } from '@haechi/event';
import type { Incident } from '@haechi/platform/api/schemas/incidents.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EntityLine } from '../../ui/EntityLine.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { TacticLine } from '../../ui/TacticLine.tsx';
import { Time } from '../../ui/Time.tsx';
import { useIsNarrow } from '../../ui/useIsNarrow.ts';

interface Props {
  readonly rows: readonly Incident[];
  readonly onOpen: (incident: Incident) => void;
  readonly more: { readonly has: boolean; readonly busy: boolean; readonly load: () => void };
}

export function IncidentTable({ rows, onOpen, more }: Props) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  const isNarrow = useIsNarrow();
  const columns = useMemo(
    () => [
      column<Incident>({
        id: 'priority',
        header: t('incidents.priority'),
        track: '96px',
        cell: (row) => <PriorityBadge level={row.level} priority={row.priority} />,
        sort: (row) => LEVELS.indexOf(row.priority),
      }),
      column<Incident>({
        id: 'title',
        header: t('incidents.title'),
        track: 'minmax(165px, 2fr)',
        cell: (row) => <strong>{ruleTitle(row)}</strong>,
        sort: ruleTitle,
      }),
      column<Incident>({
        id: 'entities',
        header: t('incidents.entities'),
        track: 'minmax(110px, 1.5fr)',
        cell: (row) => <EntityLine entities={row.entities} />,
      }),
      column<Incident>({
        id: 'tactics',
        header: t('incidents.tactics'),
        track: 'minmax(112px, 1.4fr)',
        cell: (row) => <TacticLine tactics={row.tactics} />,
        sort: (row) => row.tactics.length,
      }),
      column<Incident>({
        id: 'findings',
        header: t('incidents.findings'),
        track: '48px',
        right: true,
        cell: (row) => <span className="nums">{row.findingCount}</span>,
        sort: (row) => row.findingCount,
      }),
      column<Incident>({
        id: 'status',
        header: t('incidents.status'),
        track: '88px',
        cell: (row) => <StatusBadge status={row.status} />,
        sort: (row) => row.status,
      }),
      column<Incident>({
        id: 'assignee',
        header: t('incidents.assignee'),
        track: 'minmax(70px, 0.3fr)',
        cell: (row) =>
          row.assignee ?? <span style={{ color: 'var(--mantine-color-dimmed)' }}>{t('incidents.nobody')}</span>,
        sort: (row) => row.assignee,
      }),
      column<Incident>({
        id: 'last',
        header: t('incidents.last'),
        track: '132px',
        cell: (row) => <Time iso={row.lastTime} as="minute" />,
        sort: (row) => row.lastTime,
      }),
    ],
    [t, ruleTitle],
  );
  const shown = isNarrow ? columns.filter(({ id }) => id !== 'assignee') : columns;
  return (
    <DataTable
      label={t('nav.incidents')}
      rows={rows}
      columns={shown}
      rowId={(row) => row.id}
      onOpen={onOpen}
      more={more}
    />
  );
}
