import type { Entities } from '@haechi/event';
import styles from './EntityLine.module.css';
import { entityLabel } from './entity.ts';
import { Icon } from './Icon.tsx';

const SHOWN = ['host', 'user', 'address'] as const;

/** The first host, user and address with how many more there are: a reminder, not the list. */
export function EntityLine({ entities }: { readonly entities: Entities }) {
  return SHOWN.map((kind) => {
    const [first, ...others] = entities[kind] ?? [];
    if (first === undefined) return null;
    return (
      <span key={kind} className={styles.entity}>
        <Icon name={kind} size={13} />
        {entityLabel(kind, first)}
        {others.length > 0 && <span className={styles.more}>{`+${others.length}`}</span>}
      </span>
    );
  });
}
