import { INCIDENT_STATUSES, LEVELS } from '@haechi/event';
import { Select } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { DelayedInput } from '../../ui/DelayedInput.tsx';
import type { IncidentSearch } from './filter.ts';

interface Props {
  readonly filter: IncidentSearch;
  readonly onChange: (next: Partial<Record<keyof IncidentSearch, unknown>>) => void;
}

const ANY = '';

/** Status, priority and text of the incident list. */
export function IncidentFilterBar({ filter, onChange }: Props) {
  const { t } = useI18n();
  const levels = [
    { value: ANY, label: t('incidents.anyPriority') },
    ...LEVELS.toReversed().map((level) => ({
      value: `min:${level}`,
      label: t('incidents.atLeast', { level: t(`level.${level}`) }),
    })),
    ...LEVELS.toReversed().map((level) => ({
      value: `only:${level}`,
      label: t('incidents.only', { level: t(`level.${level}`) }),
    })),
  ];
  const level = filter.level !== undefined ? `only:${filter.level}` : filter.minLevel ? `min:${filter.minLevel}` : ANY;
  return (
    <>
      <DelayedInput
        value={filter.text ?? ''}
        onChange={(text) => onChange({ text: text === '' ? undefined : text })}
        label={t('incidents.find')}
        width={220}
      />
      <Select
        size="xs"
        w={140}
        aria-label={t('incidents.status')}
        allowDeselect={false}
        value={filter.status ?? 'open'}
        data={[
          { value: 'open', label: t('incidents.open') },
          ...INCIDENT_STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) })),
          { value: 'all', label: t('incidents.all') },
        ]}
        onChange={(status) => onChange({ status: status === 'open' ? undefined : status })}
      />
      <Select
        size="xs"
        w={170}
        aria-label={t('incidents.priority')}
        allowDeselect={false}
        value={level}
        data={levels}
        maxDropdownHeight={360}
        onChange={(choice) => {
          const [kind, value] = (choice ?? '').split(':');
          onChange({
            minLevel: kind === 'min' ? value : undefined,
            level: kind === 'only' ? value : undefined,
          });
        }}
      />
    </>
  );
}
