import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './StoryPanel.module.css';
import { StoryStep } from './StoryStep.tsx';
import type { Step } from './story.ts';

interface Props {
  readonly story: readonly Step[];
  readonly tenant: string;
  /** Opens one raw event by id. */
  readonly onEvidence: (id: string) => void;
}

/** The attack as it went on, step by step, each with its tactic and the way to its evidence. */
export function StoryPanel({ story, tenant, onEvidence }: Props) {
  const { t, tn } = useI18n();
  return (
    <Panel title={t('incident.story')} aside={tn('incident.steps', story.length)} flush>
      {story.length === 0 ? (
        <EmptyState compact icon="info" title={t('incident.noStory')} hint={t('incident.noStoryHint')} />
      ) : (
        <ol className={styles.story}>
          {story.map((step, index) => (
            <StoryStep key={step.ruleId} step={step} number={index + 1} tenant={tenant} onEvidence={onEvidence} />
          ))}
        </ol>
      )}
    </Panel>
  );
}
