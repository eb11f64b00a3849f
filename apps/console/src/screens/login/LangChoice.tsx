import { SegmentedControl } from '@mantine/core';
import { LANGS, type Lang } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { LANG_NAMES } from '../../i18n/names.ts';

/** The three languages side by side. */
export function LangChoice() {
  const { t, lang, setLang } = useI18n();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('nav.language')}
      value={lang}
      onChange={(next) => void setLang(next as Lang)}
      data={LANGS.map((each) => ({ value: each, label: LANG_NAMES[each] }))}
    />
  );
}
