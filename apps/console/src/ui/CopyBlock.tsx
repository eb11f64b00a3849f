import { CopyAction } from './CopyAction.tsx';
import styles from './CopyBlock.module.css';

/** A command or file to take along, with a copy button. */
export function CopyBlock({ code, label }: { readonly code: string; readonly label: string }) {
  return (
    <div className={styles.block}>
      <section className={styles.code} aria-label={label}>
        {code}
      </section>
      <span className={styles.copy}>
        <CopyAction text={code} />
      </span>
    </div>
  );
}
