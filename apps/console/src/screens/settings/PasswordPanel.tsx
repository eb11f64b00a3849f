import { Button, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useUpdateMe } from '../../api/session.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useNotify } from '../../ui/useNotify.ts';

const MIN_PASSWORD = 12;

/** One's own password; a change ends all other sessions. */
export function PasswordPanel() {
  const { t } = useI18n();
  const update = useUpdateMe();
  const notify = useNotify();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { password: { current, next } },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          notify.done(t('settings.passwordChanged'));
        },
      },
    );
  };
  const toggle = { 'aria-label': t('login.showPassword') };
  return (
    <Panel title={t('settings.password')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {update.error !== null && <ErrorNotice error={update.error} />}
          <PasswordInput
            label={t('settings.currentPassword')}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={toggle}
          />
          <PasswordInput
            label={t('settings.nextPassword')}
            description={t('setup.passwordRule', { count: MIN_PASSWORD })}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            visibilityToggleButtonProps={toggle}
          />
          <Button
            type="submit"
            size="xs"
            style={{ alignSelf: 'flex-start' }}
            loading={update.isPending}
            disabled={current === '' || next.length < MIN_PASSWORD}
          >
            {t('settings.changePassword')}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}
