import type { Incident } from '@haechi/platform/api/schemas/incidents.ts';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { EntityLine } from '../../ui/EntityLine.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { TacticLine } from '../../ui/TacticLine.tsx';
import { Time } from '../../ui/Time.tsx';
import styles from './Attention.module.css';

/** Open incidents that wait for someone, gravest and newest first. */
export function Attention({ incidents }: { readonly incidents: readonly Incident[] }) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  return (
    <Panel title={t('overview.attention')} aside={<Link to="/incidents">{t('overview.allIncidents')}</Link>} flush>
      {incidents.length === 0 ? (
        <EmptyState compact icon="check" title={t('overview.calm')} hint={t('overview.calmHint')} />
      ) : (
        <ul className={styles.list}>
          {incidents.map((incident) => (
            <li key={incident.id}>
              <Link to="/incidents/$id" params={{ id: incident.id }} className={styles.item}>
                <PriorityBadge level={incident.level} priority={incident.priority} />
                <span className={styles.title}>{ruleTitle(incident)}</span>
                <span className={styles.when}>
                  <Time iso={incident.lastTime} as="ago" />
                </span>
                <StatusBadge status={incident.status} />
                <span className={styles.story}>
                  <EntityLine entities={incident.entities} />
                </span>
                <TacticLine tactics={incident.tactics} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
