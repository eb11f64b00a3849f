import type { Settings } from '@haechi/platform/api/schemas/settings.ts';
import { Button, NumberInput, Select, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { usePatchSettings } from '../../api/settings.ts';
import { timeZones } from '../../format/zones.ts';
import { LANGS, type Lang } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { LANG_NAMES } from '../../i18n/names.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { IntakeAddresses } from './IntakeAddresses.tsx';

export function InstallationForm({ settings }: { readonly settings: Settings }) {
  const { t } = useI18n();
  const patch = usePatchSettings();
  const notify = useNotify();
  const [lang, setLang] = useState<Lang>(settings.defaultLang);
  const [zone, setZone] = useState(settings.defaultTimeZone);
  const [idle, setIdle] = useState<number | string>(settings.sessionIdleMinutes);
  const [absolute, setAbsolute] = useState<number | string>(settings.sessionAbsoluteHours);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    patch.mutate(
      {
        defaultLang: lang,
        defaultTimeZone: zone,
        sessionIdleMinutes: Number(idle),
        sessionAbsoluteHours: Number(absolute),
      },
      { onSuccess: () => notify.done(t('settings.saved')) },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {patch.error !== null && <ErrorNotice error={patch.error} />}
        <Select
          label={t('settings.defaultLang')}
          allowDeselect={false}
          data={LANGS.map((each) => ({ value: each, label: LANG_NAMES[each] }))}
          value={lang}
          onChange={(next) => setLang(next as Lang)}
        />
        <Select
          label={t('settings.defaultTimeZone')}
          description={t('settings.defaultTimeZoneHint')}
          searchable
          allowDeselect={false}
          limit={200}
          data={timeZones()}
          value={zone}
          onChange={(next) => next !== null && setZone(next)}
        />
        <NumberInput
          label={t('settings.idle')}
          min={5}
          max={1440}
          allowDecimal={false}
          value={idle}
          onChange={setIdle}
        />
        <NumberInput
          label={t('settings.absolute')}
          min={1}
          max={168}
          allowDecimal={false}
          value={absolute}
          onChange={setAbsolute}
        />
        <Button type="submit" size="xs" style={{ alignSelf: 'flex-start' }} loading={patch.isPending}>
          {t('common.save')}
        </Button>
        <IntakeAddresses intake={settings.intake} />
      </Stack>
    </form>
  );
}
