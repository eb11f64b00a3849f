import { Tooltip } from '@mantine/core';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { useLive } from '../live/useLive.ts';
import styles from './LivePill.module.css';

/** How many events come in now, and whether this page still hears of changes. */
export function LivePill() {
  const { t } = useI18n();
  const { connection, perSecond } = useLive();
  const label = connection === 'open' ? t('live.rate', { count: Math.round(perSecond) }) : t(`live.${connection}`);
  return (
    <Tooltip label={t(`live.${connection}Hint`)}>
      <output className={styles.pill}>
        <span className={styles.dot} data-state={connection} aria-hidden="true" />
        <span className="nums">{label}</span>
      </output>
    </Tooltip>
  );
}
