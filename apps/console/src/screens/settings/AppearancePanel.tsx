import { Input, SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core';
import { useUpdateMe } from '../../api/session.ts';
import { LANGS, type Lang } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { LANG_NAMES } from '../../i18n/names.ts';
import { THEMES } from '../../shell/themes.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useNotify } from '../../ui/useNotify.ts';

/** Language and colour scheme; both hold at once. */
export function AppearancePanel() {
  const { t, lang, setLang } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const update = useUpdateMe();
  const notify = useNotify();
  const choose = async (next: Lang) => {
    await setLang(next);
    update.mutate({ lang: next }, { onError: notify.failed });
  };
  return (
    <Panel title={t('settings.appearance')}>
      <Stack gap="sm">
        <Input.Wrapper label={t('nav.language')}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('nav.language')}
            value={lang}
            onChange={(next) => void choose(next as Lang)}
            data={LANGS.map((each) => ({ value: each, label: LANG_NAMES[each] }))}
          />
        </Input.Wrapper>
        <Input.Wrapper label={t('nav.theme')}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('nav.theme')}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
            data={THEMES.map(({ value, label }) => ({ value, label: t(label) }))}
          />
        </Input.Wrapper>
      </Stack>
    </Panel>
  );
}
