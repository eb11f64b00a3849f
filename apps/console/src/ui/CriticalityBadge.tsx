import type { Criticality } from '@haechi/event';
import { useI18n } from '../i18n/I18nProvider.tsx';
import styles from './LevelBadge.module.css';

/** What the loss of an asset or account would mean, in the colours of levels. */
export function CriticalityBadge({ criticality }: { readonly criticality: Criticality }) {
  const { t } = useI18n();
  return (
    <span className={styles.badge} data-level={criticality}>
      {t(`criticality.${criticality}`)}
    </span>
  );
}
