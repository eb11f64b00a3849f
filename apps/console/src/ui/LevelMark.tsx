import { LEVELS, type Level } from '@haechi/event';
import styles from './LevelBadge.module.css';

/** How grave, as one to five filled bars: readable without colour. Decoration beside the level's name. */
export function LevelMark({ level }: { readonly level: Level }) {
  const filled = LEVELS.indexOf(level);
  return (
    <span className={styles.mark} data-level={level} aria-hidden="true">
      <span className={styles.bars}>
        {LEVELS.map((name, index) => (
          <span
            key={name}
            className={styles.bar}
            data-off={index > filled ? '' : undefined}
            style={{ height: 4 + index * 2 }}
          />
        ))}
      </span>
    </span>
  );
}
