import type { Overview } from '@haechi/platform/api/schemas/overview.ts';
import { Link } from '@tanstack/react-router';
import type { RangeParams } from '../../format/range.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';

interface Props {
  readonly sources: Overview['sources'];
  readonly params: RangeParams;
}

/** Who sends, how much was taken, and what could not be read. */
export function SourcesPanel({ sources, params }: Props) {
  const { t } = useI18n();
  const format = useFormat();
  if (sources.length === 0) return null;
  return (
    <Panel title={t('overview.sources')} flush>
      <PlainTable
        label={t('overview.sources')}
        head={[
          t('overview.source'),
          t('overview.received'),
          t('overview.accepted'),
          t('overview.rejected'),
          t('overview.late'),
          t('overview.doubled'),
        ]}
        right={[1, 2, 3, 4, 5]}
        rows={sources.map((row) => ({
          id: row.source,
          cells: [
            <span key="source" className="mono">
              {row.source}
            </span>,
            format.number(row.received),
            format.number(row.accepted),
            row.rejected === 0 ? (
              format.number(0)
            ) : (
              <Link key="rejected" to="/dead-letters" search={params}>
                {format.number(row.rejected)}
              </Link>
            ),
            format.number(row.late),
            format.number(row.doubled),
          ],
        }))}
      />
    </Panel>
  );
}
