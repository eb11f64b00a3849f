import styles from './DataTable.module.css';
import { Icon } from './Icon.tsx';

interface Props {
  readonly label: string;
  readonly right: boolean;
  readonly sorted: false | 'asc' | 'desc';
  /** Absent where the column does not sort. */
  readonly toggle?: () => void;
}

export function HeaderCell({ label, right, sorted, toggle }: Props) {
  const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none';
  return (
    <th
      scope="col"
      className={`${styles.cell} ${right ? styles.right : ''}`}
      {...(toggle === undefined ? {} : { 'aria-sort': order })}
    >
      {toggle === undefined ? (
        label
      ) : (
        <button type="button" className={styles.sort} onClick={toggle}>
          {label}
          {sorted !== false && <Icon name={sorted === 'asc' ? 'arrowUp' : 'arrowDown'} size={12} />}
        </button>
      )}
    </th>
  );
}
