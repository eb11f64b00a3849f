import type { IncidentDetail } from '@haechi/platform/api/schemas/incidents.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { Panel } from '../../ui/Panel.tsx';
import styles from './ResponsePanel.module.css';
import type { Step } from './story.ts';

interface Props {
  readonly hints: IncidentDetail['response'];
  readonly story: readonly Step[];
}

/** What the rules' authors advise, in the order of the story. */
export function ResponsePanel({ hints, story }: Props) {
  const { t, lang } = useI18n();
  const ruleTitle = useRuleTitle();
  const steps = story.flatMap((step) => {
    const found = hints.find((hint) => hint.ruleId === step.ruleId);
    return found === undefined ? [] : [{ id: step.ruleId, title: ruleTitle(step), text: found.hint[lang] }];
  });
  return (
    <Panel title={t('incident.response')}>
      {steps.length === 0 ? (
        <span className={styles.rule}>{t('incident.noResponse')}</span>
      ) : (
        <ol className={styles.list}>
          {steps.map(({ id, title, text }) => (
            <li key={id}>
              {text}
              <div className={styles.rule}>{title}</div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
