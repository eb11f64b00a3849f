import type { ValueCount } from '@haechi/platform/api/schemas/common.ts';
import { useFormat } from '../format/useFormat.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './TopValueList.module.css';

interface Props {
  readonly rows: readonly ValueCount[];
  /** Said where there is none. */
  readonly none: string;
  /** Opens the rows behind a value. */
  readonly onKeep: (value: string) => void;
  readonly onDrop?: (value: string) => void;
}

/** Values by how often they occur, each the way to its rows. */
export function TopValueList({ rows, none, onKeep, onDrop }: Props) {
  const { t } = useI18n();
  const format = useFormat();
  const most = Math.max(1, ...rows.map((row) => row.count));
  if (rows.length === 0) return <span style={{ color: 'var(--mantine-color-dimmed)' }}>{none}</span>;
  return (
    <ol className={styles.list}>
      {rows.map(({ value, count }) => (
        <li key={value} className={styles.item}>
          <span className={styles.bar} style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
          <button
            type="button"
            className={styles.value}
            onClick={() => onKeep(value)}
            title={t('search.keep', { value })}
          >
            {value === '' ? t('common.emptyValue') : value}
          </button>
          <span className={`${styles.count} nums`}>{format.number(count)}</span>
          {onDrop !== undefined && (
            <IconButton icon="filterOut" label={t('search.drop', { value })} onClick={() => onDrop(value)} />
          )}
        </li>
      ))}
    </ol>
  );
}
