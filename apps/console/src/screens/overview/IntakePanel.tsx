import type { TimeCount } from '@haechi/platform/api/schemas/common.ts';
import { useNavigate } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { BarChart } from '../../ui/BarChart.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SendLogs } from '../../ui/SendLogs.tsx';

/** Stored events over time; drawing over a part opens it in the search. */
export function IntakePanel({ buckets }: { readonly buckets: readonly TimeCount[] }) {
  const { t, tn } = useI18n();
  const navigate = useNavigate();
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  return (
    <Panel title={t('overview.intake')} aside={<span className="nums">{tn('search.count', total)}</span>}>
      {total === 0 ? (
        <EmptyState compact icon="upload" title={t('overview.noEvents')} hint={t('overview.noEventsHint')}>
          <SendLogs />
        </EmptyState>
      ) : (
        <BarChart
          buckets={buckets}
          height={120}
          label={tn('search.histogram', total)}
          onBrush={(from, to) => void navigate({ to: '/search', search: { from, to } })}
        />
      )}
    </Panel>
  );
}
