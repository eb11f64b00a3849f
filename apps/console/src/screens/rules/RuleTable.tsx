import { LEVELS } from '@haechi/event';
import type { Rule, RuleView } from '@haechi/platform/api/schemas/rules.ts';
import { useMemo } from 'react';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { LevelBadge } from '../../ui/LevelBadge.tsx';
import { Time } from '../../ui/Time.tsx';
import { useIsNarrow } from '../../ui/useIsNarrow.ts';
import { AttackLine } from './AttackLine.tsx';
import { logsourceText } from './logsource.ts';
import { RuleSwitch } from './RuleSwitch.tsx';

interface Props {
  readonly view: RuleView;
  readonly rows: readonly Rule[];
  readonly currentId: string | undefined;
  readonly onOpen: (rule: Rule) => void;
  readonly more: { readonly has: boolean; readonly busy: boolean; readonly load: () => void };
}

export function RuleTable({ view, rows, currentId, onOpen, more }: Props) {
  const { t, lang } = useI18n();
  const format = useFormat();
  const isNarrow = useIsNarrow();
  const columns = useMemo(
    () => [
      column<Rule>({
        id: 'enabled',
        header: t('rules.state'),
        track: '56px',
        cell: (row) => <RuleSwitch rule={row} />,
        sort: (row) => Number(row.enabled),
      }),
      column<Rule>({
        id: 'level',
        header: t('incidents.level'),
        track: '104px',
        cell: (row) => <LevelBadge level={row.level} />,
        sort: (row) => LEVELS.indexOf(row.level),
      }),
      column<Rule>({
        id: 'title',
        header: t('rules.rule'),
        track: 'minmax(190px, 2fr)',
        cell: (row) => row.title[lang],
        sort: (row) => row.title[lang],
      }),
      column<Rule>({
        id: 'attack',
        header: t('rules.attack'),
        track: 'minmax(110px, 1fr)',
        cell: (row) => <AttackLine tags={row.attack} />,
      }),
      column<Rule>({
        id: 'logsource',
        header: t('rules.logsource'),
        track: 'minmax(96px, 0.8fr)',
        cell: (row) => <span className="mono">{logsourceText(row.logsource)}</span>,
        sort: (row) => logsourceText(row.logsource),
      }),
      column<Rule>({
        id: 'source',
        header: t('rules.source'),
        track: 'minmax(72px, 0.3fr)',
        cell: (row) => (row.source === 'builtin' ? t('rules.builtin') : row.source),
        sort: (row) => row.source,
      }),
      column<Rule>({
        id: 'fired',
        header: t('rules.fired'),
        track: '56px',
        right: true,
        cell: (row) => <span className="nums">{format.number(row.firedCount)}</span>,
        sort: (row) => row.firedCount,
      }),
      column<Rule>({
        id: 'cost',
        header: t('rules.cost'),
        track: '84px',
        right: true,
        cell: (row) => (
          <span className="nums" title={t('rules.costHint')}>
            {row.costMs === undefined ? '–' : t('rules.costMs', { ms: format.number(row.costMs) })}
          </span>
        ),
        sort: (row) => row.costMs ?? 0,
      }),
      column<Rule>({
        id: 'lastFired',
        header: t('rules.lastFired'),
        track: '92px',
        cell: (row) => (row.lastFired === undefined ? t('rules.never') : <Time iso={row.lastFired} as="ago" />),
        sort: (row) => row.lastFired,
      }),
    ],
    [t, lang, format],
  );
  // Cost is for those who tune rules; in the other views it would only take room.
  const hidden = isNarrow ? ['logsource', 'source'] : [];
  const shown = columns.filter(
    ({ id = '' }) => !hidden.includes(id) && (id !== 'cost' || view === 'costly' || view === 'never'),
  );
  return (
    <DataTable
      label={t('nav.rules')}
      rows={rows}
      columns={shown}
      rowId={(row) => row.id}
      currentId={currentId}
      onOpen={onOpen}
      more={more}
    />
  );
}
