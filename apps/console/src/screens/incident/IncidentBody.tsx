import type { IncidentDetail } from '@haechi/platform/api/schemas/incidents.ts';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useShortcuts } from '../../shell/useShortcuts.ts';
import { EventDrawer } from '../../ui/EventDrawer.tsx';
import { CasePanel } from './CasePanel.tsx';
import { EntityPanel } from './EntityPanel.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { IncidentMeta } from './IncidentMeta.tsx';
import styles from './IncidentScreen.module.css';
import { NotesPanel } from './NotesPanel.tsx';
import { ResponsePanel } from './ResponsePanel.tsx';
import { StakePanel } from './StakePanel.tsx';
import { StoryPanel } from './StoryPanel.tsx';
import { storyOf } from './story.ts';

const route = getRouteApi('/signed-in/incidents/$id');

/** Left what happened, right what is done about it. `e` opens the first raw event, then the keys of the list go on. */
export function IncidentBody({ detail }: { readonly detail: IncidentDetail }) {
  const { incident, findings, events, response } = detail;
  const { event: openId } = route.useSearch();
  const navigate = route.useNavigate();
  const story = useMemo(
    () => storyOf(findings, new Map(Object.values(events).map(({ id, time }) => [id, time]))),
    [findings, events],
  );
  const evidence = useMemo(() => Object.values(events).sort((a, b) => a.time.localeCompare(b.time)), [events]);
  const open = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, event: id }) as typeof before, replace: true });
  useShortcuts({ e: () => open(openId === undefined ? evidence[0]?.id : undefined) });
  return (
    <>
      <IncidentMeta incident={incident} />
      <div className={styles.layout}>
        <div className={styles.column}>
          <StoryPanel story={story} tenant={incident.tenant} onEvidence={open} />
          <EvidencePanel events={evidence} findings={findings} currentId={openId} onOpen={open} />
        </div>
        <div className={styles.column}>
          <CasePanel incident={incident} />
          <StakePanel incident={incident} />
          <ResponsePanel hints={response} story={story} />
          <EntityPanel incident={incident} />
          <NotesPanel id={incident.id} />
        </div>
      </div>
      <EventDrawer
        id={openId}
        known={openId === undefined ? undefined : events[openId]}
        onClose={() => open(undefined)}
      />
    </>
  );
}
