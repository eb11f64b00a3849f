import { LEVELS, type Level } from '@haechi/event';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { LevelMark } from '../../ui/LevelMark.tsx';
import styles from './LevelTiles.module.css';
import layout from './OverviewScreen.module.css';

/** Open incidents by priority, gravest first. */
export function LevelTiles({ counts }: { readonly counts: Readonly<Record<Level, number>> }) {
  const { t } = useI18n();
  const format = useFormat();
  return (
    <section className={layout.tiles} aria-label={t('overview.openByPriority')}>
      {LEVELS.toReversed().map((level) => (
        <Link key={level} to="/incidents" search={{ level }} className={styles.tile}>
          <span className={styles.name}>
            <LevelMark level={level} />
            {t('overview.openOfLevel', { level: t(`level.${level}`) })}
          </span>
          <span className={`${styles.count} nums`} data-zero={counts[level] === 0 ? '' : undefined}>
            {format.number(counts[level])}
          </span>
        </Link>
      ))}
    </section>
  );
}
