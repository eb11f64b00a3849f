import { Button, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useMe, useUpdateMe } from '../../api/session.ts';
import { timeZones } from '../../format/zones.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useNotify } from '../../ui/useNotify.ts';

/** The user's own name and zone. */
export function ProfilePanel() {
  const { t } = useI18n();
  const { user } = useMe();
  const update = useUpdateMe();
  const notify = useNotify();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [timeZone, setTimeZone] = useState(user.timeZone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { displayName: displayName.trim(), timeZone },
      { onSuccess: () => notify.done(t('settings.saved')), onError: notify.failed },
    );
  };
  return (
    <Panel title={t('settings.profile')}>
      <form onSubmit={submit}>
        <Stack gap="sm" align="stretch">
          <TextInput
            label={t('users.displayName')}
            value={displayName}
            maxLength={128}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <Select
            label={t('settings.timeZone')}
            description={t('settings.timeZoneHint')}
            searchable
            allowDeselect={false}
            limit={200}
            data={timeZones()}
            value={timeZone}
            onChange={(zone) => zone !== null && setTimeZone(zone)}
          />
          <Button
            type="submit"
            size="xs"
            style={{ alignSelf: 'flex-start' }}
            loading={update.isPending}
            disabled={displayName.trim() === ''}
          >
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
