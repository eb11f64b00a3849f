import type { IncidentStatus } from '@haechi/event';
import { useI18n } from '../i18n/I18nProvider.tsx';
import styles from './StatusBadge.module.css';

/** What the analyst has done: a sign of its own shape and the name. */
export function StatusBadge({ status }: { readonly status: IncidentStatus }) {
  const { t } = useI18n();
  return (
    <span className={styles.status}>
      <span className={styles.sign} data-status={status} aria-hidden="true" />
      {t(`status.${status}`)}
    </span>
  );
}
