import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { useMemo } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { subjectOf, summaryOf } from '../../ui/eventText.ts';
import { LevelMark } from '../../ui/LevelMark.tsx';
import { Time } from '../../ui/Time.tsx';

interface Props {
  readonly events: readonly EventRow[];
  readonly findings: readonly Finding[];
  readonly currentId: string | undefined;
  readonly onOpen: (eventId: string) => void;
}

/** Raw events in the order of time, each with the finding it led to. */
export function EvidenceTable({ events, findings, currentId, onOpen }: Props) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  const columns = useMemo(() => {
    const byEvent = new Map(findings.flatMap((finding) => finding.eventIds.map((id) => [id, finding] as const)));
    return [
      column<EventRow>({
        id: 'time',
        header: t('event.time'),
        track: '176px',
        cell: (row) => <Time iso={row.time} />,
      }),
      column<EventRow>({
        id: 'finding',
        header: t('incident.finding'),
        track: 'minmax(120px, 0.6fr)',
        cell: (row) => {
          const finding = byEvent.get(row.id);
          if (finding === undefined) return null;
          return (
            <span title={ruleTitle(finding)}>
              <LevelMark level={finding.level} /> {ruleTitle(finding)}
            </span>
          );
        },
      }),
      column<EventRow>({ id: 'subject', header: t('event.subject'), track: '120px', cell: (row) => subjectOf(row) }),
      column<EventRow>({
        id: 'summary',
        header: t('event.summary'),
        track: 'minmax(200px, 1fr)',
        cell: (row) => <span className="mono">{summaryOf(row)}</span>,
      }),
    ];
  }, [t, ruleTitle, findings]);
  if (events.length === 0) {
    return <EmptyState compact icon="evidence" title={t('incident.noEvents')} hint={t('incident.noEventsHint')} />;
  }
  return (
    <DataTable
      bare
      label={t('incident.rawEvents')}
      rows={events}
      columns={columns}
      rowId={(row) => row.id}
      currentId={currentId}
      onOpen={(row) => onOpen(row.id)}
    />
  );
}
