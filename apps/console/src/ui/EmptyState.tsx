import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  /** What to do next. */
  readonly hint: ReactNode;
  readonly compact?: boolean;
  readonly children?: ReactNode;
}

/** Nothing here, and what to do about it. */
export function EmptyState({ icon, title, hint, compact = false, children }: Props) {
  return (
    <div className={styles.empty} data-compact={compact || undefined}>
      <Icon name={icon} size={compact ? 20 : 28} />
      <div className={styles.title}>{title}</div>
      <div className={styles.hint}>{hint}</div>
      {children !== undefined && <div className={styles.action}>{children}</div>}
    </div>
  );
}
