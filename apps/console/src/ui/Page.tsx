import { type ReactNode, useEffect } from 'react';
import styles from './Page.module.css';

interface Props {
  readonly title: string;
  readonly detail?: ReactNode;
  readonly actions?: ReactNode;
  /** The page takes exactly the height of the window; something inside scrolls. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** Frame of a screen: its one heading, its actions, its content. */
export function Page({ title, detail, actions, fill = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Haechi`;
  }, [title]);
  return (
    <div className={styles.page} data-fill={fill || undefined}>
      <div className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      <div className={styles.body}>{children}</div>
    </div>
  );
}
