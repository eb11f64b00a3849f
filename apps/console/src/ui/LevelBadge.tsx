import type { Level } from '@haechi/event';
import { useI18n } from '../i18n/I18nProvider.tsx';
import styles from './LevelBadge.module.css';
import { LevelMark } from './LevelMark.tsx';

/** A Sigma level with its name, its bars and its colour. */
export function LevelBadge({ level }: { readonly level: Level }) {
  const { t } = useI18n();
  return (
    <span className={styles.badge} data-level={level}>
      <LevelMark level={level} />
      {t(`level.${level}`)}
    </span>
  );
}
