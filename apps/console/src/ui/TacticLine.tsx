import styles from './TacticLine.module.css';
import { useTacticName } from './useTacticName.ts';

/** How far the attack went: one mark for each tactic reached, the last one named. */
export function TacticLine({ tactics }: { readonly tactics: readonly string[] }) {
  const name = useTacticName();
  const last = tactics.at(-1);
  if (last === undefined) return <span />;
  return (
    <span title={tactics.map(name).join(' → ')} className={styles.line}>
      <span aria-hidden="true" className={styles.marks}>
        {tactics.map((tactic) => (
          <span key={tactic} className={styles.mark} />
        ))}
      </span>
      {name(last)}
    </span>
  );
}
