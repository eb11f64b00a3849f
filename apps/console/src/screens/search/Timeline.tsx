import type { Histogram } from '@haechi/platform/api/schemas/search.ts';
import { Skeleton } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { BarChart } from '../../ui/BarChart.tsx';
import styles from './SearchScreen.module.css';

const HEIGHT = 92;

interface Props {
  readonly query: { readonly data: Histogram | undefined };
  readonly onBrush: (from: string, to: string) => void;
}

/** Events over time; drawing over a part narrows the search to it. */
export function Timeline({ query, onBrush }: Props) {
  const { t, tn } = useI18n();
  const rows = query.data?.rows;
  const total = rows?.reduce((sum, bucket) => sum + bucket.count, 0) ?? 0;
  return (
    <div className={styles.chart} title={t('search.brushHint')}>
      {rows === undefined ? (
        <Skeleton height={HEIGHT} />
      ) : (
        <BarChart buckets={rows} height={HEIGHT} label={tn('search.histogram', total)} onBrush={onBrush} />
      )}
    </div>
  );
}
