import type { ReactNode } from 'react';
import styles from './Panel.module.css';

interface Props {
  readonly title: string;
  readonly aside?: ReactNode;
  /** The content reaches the border: tables and lists. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A titled block of a screen. */
export function Panel({ title, aside, flush = false, children }: Props) {
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      <div className={styles.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
