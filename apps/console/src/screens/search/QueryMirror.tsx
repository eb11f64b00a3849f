import styles from './QueryBox.module.css';
import type { Mistake } from './syntaxError.ts';

/** The same text behind the transparent box, in the same type, to draw the line under a mistake. */
export function QueryMirror({ text, wrong }: { readonly text: string; readonly wrong: Mistake | undefined }) {
  // A mistake at the very end has no character of its own: a space stands for what is missing.
  const shown = `${text} `;
  const from = Math.min(wrong?.from ?? 0, shown.length - 1);
  const to = Math.max(from + 1, Math.min(wrong?.to ?? 0, shown.length));
  return (
    <div className={styles.mirror} aria-hidden="true">
      {wrong === undefined ? (
        text
      ) : (
        <>
          {shown.slice(0, from)}
          <mark className={styles.wrong}>{shown.slice(from, to)}</mark>
          {shown.slice(to)}
        </>
      )}
    </div>
  );
}
