import type { ReactNode } from 'react';
import styles from './PlainTable.module.css';

interface Props {
  /** Read aloud as the table's name. */
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[] }[];
  /** Columns of numbers, 0-based. */
  readonly right?: readonly number[];
}

/** A short table that is shown whole; long lists are a `DataTable`. */
export function PlainTable({ label, head, rows, right = [] }: Props) {
  const side = (index: number) => (right.includes(index) ? { 'data-right': '' } : {});
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {head.map((title, index) => (
            <th key={title} scope="col" {...side(index)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id}>
            {cells.map((cell, index) => (
              <td key={head[index] ?? ''} {...side(index)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
