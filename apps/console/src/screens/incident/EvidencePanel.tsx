import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './EvidencePanel.module.css';
import { EvidenceTable } from './EvidenceTable.tsx';
import { FindingTable } from './FindingTable.tsx';

interface Props {
  readonly events: readonly EventRow[];
  readonly findings: readonly Finding[];
  readonly currentId: string | undefined;
  readonly onOpen: (eventId: string) => void;
}

/** The timeline: raw events in order, or the findings they led to. */
export function EvidencePanel({ events, findings, currentId, onOpen }: Props) {
  const { t, tn } = useI18n();
  const [view, setView] = useState<'events' | 'findings'>('events');
  return (
    <Panel
      title={t('incident.timeline')}
      flush
      aside={
        <>
          <span className="nums">
            {view === 'events'
              ? tn('incident.eventCount', events.length)
              : tn('incident.findingCount', findings.length)}
          </span>
          <SegmentedControl
            size="xs"
            aria-label={t('incident.timeline')}
            value={view}
            onChange={(value) => setView(value as typeof view)}
            data={[
              { value: 'events', label: t('incident.rawEvents') },
              { value: 'findings', label: t('incident.findings') },
            ]}
          />
        </>
      }
    >
      <div className={styles.frame}>
        {view === 'events' ? (
          <EvidenceTable events={events} findings={findings} currentId={currentId} onOpen={onOpen} />
        ) : (
          <FindingTable findings={findings} onOpen={onOpen} />
        )}
      </div>
    </Panel>
  );
}
