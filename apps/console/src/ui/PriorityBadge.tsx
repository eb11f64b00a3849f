import type { Level } from '@haechi/event';
import { Tooltip } from '@mantine/core';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from './Icon.tsx';
import styles from './LevelBadge.module.css';
import { LevelMark } from './LevelMark.tsx';

interface Props {
  readonly level: Level;
  readonly priority: Level;
}

/** How urgent an incident is; an arrow says that it is more so than its level. */
export function PriorityBadge({ level, priority }: Props) {
  const { t } = useI18n();
  const badge = (
    <span className={styles.badge} data-level={priority}>
      <LevelMark level={priority} />
      {t(`level.${priority}`)}
      {priority !== level && (
        <Icon name="arrowUp" size={11} label={t('incidents.raised', { level: t(`level.${level}`) })} />
      )}
    </span>
  );
  return priority === level ? (
    badge
  ) : (
    <Tooltip label={t('incidents.raised', { level: t(`level.${level}`) })}>{badge}</Tooltip>
  );
}
