import { LEVELS } from '@haechi/event';
import { SegmentedControl, Select } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { DelayedInput } from '../../ui/DelayedInput.tsx';
import { RULE_VIEWS, type RuleSearch } from './filter.ts';

interface Props {
  readonly search: RuleSearch;
  readonly onChange: (next: Partial<Record<keyof RuleSearch, unknown>>) => void;
}

const ANY = '';

/** View, text, level and state of the rule list. */
export function RuleFilterBar({ search, onChange }: Props) {
  const { t } = useI18n();
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('rules.view')}
        value={search.view ?? 'all'}
        onChange={(view) => onChange({ view: view === 'all' ? undefined : view })}
        data={RULE_VIEWS.map((view) => ({ value: view, label: t(`rules.views.${view}`) }))}
      />
      <DelayedInput
        value={search.text ?? ''}
        onChange={(text) => onChange({ text: text === '' ? undefined : text })}
        label={t('rules.find')}
        width={190}
      />
      <Select
        size="xs"
        w={120}
        aria-label={t('incidents.level')}
        allowDeselect={false}
        value={search.level ?? ANY}
        data={[
          { value: ANY, label: t('incidents.anyLevel') },
          ...LEVELS.toReversed().map((level) => ({ value: level, label: t(`level.${level}`) })),
        ]}
        onChange={(level) => onChange({ level: level === ANY ? undefined : level })}
      />
      <Select
        size="xs"
        w={120}
        aria-label={t('rules.state')}
        allowDeselect={false}
        value={search.enabled === undefined ? ANY : String(search.enabled)}
        data={[
          { value: ANY, label: t('rules.anyState') },
          { value: 'true', label: t('rules.on') },
          { value: 'false', label: t('rules.off') },
        ]}
        onChange={(state) => onChange({ enabled: state === ANY ? undefined : state === 'true' })}
      />
    </>
  );
}
