import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useSetup } from '../../api/session.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Gate } from '../login/Gate.tsx';

const route = getRouteApi('/setup');
/** The server's rules (platform/api/schemas/me.ts, users.ts), said before it would refuse. */
const MIN_PASSWORD = 12;
const USERNAME = /^[a-z0-9][a-z0-9._@-]{1,127}$/;

/** First run: the one-time link's fragment is the token that may make the first administrator. */
export function SetupScreen() {
  const { t, lang } = useI18n();
  const { needed } = route.useLoaderData();
  const navigate = useNavigate();
  const setup = useSetup();
  const token = window.location.hash.slice(1);
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);

  if (!needed || token === '') {
    return (
      <Gate title={t('setup.title')} sub={t('setup.sub')}>
        <EmptyState
          compact
          icon="tokens"
          title={needed ? t('setup.noToken') : t('setup.done')}
          hint={needed ? t('setup.noTokenHint') : t('setup.doneHint')}
        >
          <Link to="/login">{t('setup.toLogin')}</Link>
        </EmptyState>
      </Gate>
    );
  }
  const problems = {
    username: USERNAME.test(username) ? undefined : t('setup.usernameRule'),
    password: password.length >= MIN_PASSWORD ? undefined : t('setup.passwordRule', { count: MIN_PASSWORD }),
    again: password === again ? undefined : t('setup.againRule'),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(problems).some((problem) => problem !== undefined)) return;
    setup.mutate({ token, username, password, lang }, { onSuccess: () => void navigate({ to: '/', replace: true }) });
  };
  return (
    <Gate title={t('setup.title')} sub={t('setup.sub')}>
      {setup.error !== null && <ErrorNotice error={setup.error} />}
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('setup.username')}
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoComplete="username"
            error={tried ? problems.username : undefined}
          />
          <PasswordInput
            label={t('setup.password')}
            description={t('setup.passwordRule', { count: MIN_PASSWORD })}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            autoFocus
            error={tried ? problems.password : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
          />
          <PasswordInput
            label={t('setup.again')}
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            autoComplete="new-password"
            error={tried ? problems.again : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
          />
          <Button type="submit" loading={setup.isPending} fullWidth mt={4}>
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </Gate>
  );
}
