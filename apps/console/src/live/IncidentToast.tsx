import type { StreamIncident } from '@haechi/platform/api/schemas/stream.ts';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../i18n/useRuleTitle.ts';
import { PriorityBadge } from '../ui/PriorityBadge.tsx';
import styles from './IncidentToast.module.css';

/** Message about a new incident: what, how grave, and the way there. */
export function IncidentToast({ incident }: { readonly incident: StreamIncident }) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  return (
    <>
      <div className={styles.title}>{ruleTitle(incident)}</div>
      <div className={styles.line}>
        <PriorityBadge level={incident.level} priority={incident.priority} />
        <Link to="/incidents/$id" params={{ id: incident.id }}>
          {t('live.openIncident')}
        </Link>
      </div>
    </>
  );
}
