import { Select } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';

const MINUTE_S = 60;
const HOUR_S = 3_600;
/** Offered by default; another one that the API was given is added. */
const CHOICES = [5 * MINUTE_S, 15 * MINUTE_S, HOUR_S, 6 * HOUR_S, 24 * HOUR_S] as const;

/** Words for seconds between two polls: `1시간마다`. */
export function useIntervalText(): (seconds: number) => string {
  const { tn } = useI18n();
  return (seconds) =>
    seconds % HOUR_S === 0
      ? tn('intel.feeds.everyHours', seconds / HOUR_S)
      : tn('intel.feeds.everyMinutes', Math.round(seconds / MINUTE_S));
}

interface Props {
  /** Seconds. */
  readonly value: number;
  readonly onChange: (seconds: number) => void;
}

/** How often a feed is polled. */
export function IntervalSelect({ value, onChange }: Props) {
  const { t } = useI18n();
  const intervalText = useIntervalText();
  const seconds = [...new Set([...CHOICES, value])].sort((one, other) => one - other);
  return (
    <Select
      label={t('intel.feeds.interval')}
      allowDeselect={false}
      data={seconds.map((each) => ({ value: String(each), label: intervalText(each) }))}
      value={String(value)}
      onChange={(chosen) => chosen !== null && onChange(Number(chosen))}
    />
  );
}
