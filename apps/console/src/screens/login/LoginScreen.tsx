import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { setupQuery, useLogin } from '../../api/session.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Gate } from './Gate.tsx';

const route = getRouteApi('/login');

/** Sign-in, then back to the page that asked for it. */
export function LoginScreen() {
  const { t } = useI18n();
  const { to } = route.useSearch();
  const router = useRouter();
  const login = useLogin();
  const setup = useQuery(setupQuery);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ username: username.trim(), password }, { onSuccess: () => router.history.push(to ?? '/') });
  };
  return (
    <Gate title={t('login.title')} sub={t('login.sub')}>
      {setup.data?.needed === true && (
        <Alert mb="sm" icon={<Icon name="info" />} title={t('login.setupNeeded')}>
          {t('login.setupHint')}
        </Alert>
      )}
      {login.error !== null && <ErrorNotice error={login.error} />}
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t('login.username')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
          />
          <PasswordInput
            label={t('login.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
          />
          <Button type="submit" loading={login.isPending} fullWidth mt={4}>
            {t('login.submit')}
          </Button>
        </Stack>
      </form>
    </Gate>
  );
}
