import { useMemo } from 'react';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { useTimeZone } from './TimeZoneProvider.tsx';
import { type TimeFormat, timeFormat } from './time.ts';

interface Format extends TimeFormat {
  readonly number: (value: number) => string;
  /** `12K`, `1.2만`: for axes and tight places; the whole number stays in a tooltip. */
  readonly compact: (value: number) => string;
}

/** Numbers and times in the user's language and zone. */
export function useFormat(): Format {
  const { lang } = useI18n();
  const zone = useTimeZone();
  return useMemo(() => {
    const numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
    const compact = new Intl.NumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 });
    return {
      ...timeFormat(lang, zone),
      number: (value) => numbers.format(value),
      compact: (value) => compact.format(value),
    };
  }, [lang, zone]);
}
