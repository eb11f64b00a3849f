import { Button, SegmentedControl } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './SearchScreen.module.css';

interface Props {
  readonly count: number | undefined;
  readonly elapsedMs: number | undefined;
  readonly order: 'newest' | 'oldest';
  readonly onOrder: (order: 'newest' | 'oldest') => void;
  readonly columns: readonly string[];
  /** Takes a column away. */
  readonly onColumn: (name: string) => void;
}

/** How many, how fast, in what order, with which extra columns. */
export function SearchStatus({ count, elapsedMs, order, onOrder, columns, onColumn }: Props) {
  const { t, tn } = useI18n();
  return (
    <div className={styles.status}>
      <output className={`${styles.count} nums`}>
        {count === undefined ? t('common.loading') : tn('search.count', count)}
      </output>
      {elapsedMs !== undefined && <span className="nums">{t('search.elapsed', { ms: Math.round(elapsedMs) })}</span>}
      {columns.map((name) => (
        <Button
          key={name}
          size="compact-xs"
          variant="default"
          rightSection={<Icon name="close" size={11} />}
          onClick={() => onColumn(name)}
          aria-label={t('search.removeColumn', { name })}
        >
          <span className="mono">{name}</span>
        </Button>
      ))}
      <SegmentedControl
        size="xs"
        ml="auto"
        aria-label={t('search.order')}
        value={order}
        onChange={(value) => onOrder(value as 'newest' | 'oldest')}
        data={[
          { value: 'newest', label: t('search.newest') },
          { value: 'oldest', label: t('search.oldest') },
        ]}
      />
    </div>
  );
}
