import type { Grant } from '@haechi/platform/api/schemas/me.ts';
import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useHomeTenant } from '../../api/useRole.ts';
import { useCreateUser } from '../../api/users.ts';
import { LANGS, type Lang } from '../../i18n/catalogue.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { LANG_NAMES } from '../../i18n/names.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { GrantEditor } from './GrantEditor.tsx';

const USERNAME = /^[a-z0-9][a-z0-9._@-]{1,127}$/;
const MIN_PASSWORD = 12;

/** A new user with a first password, which they change themselves later. */
export function NewUserDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, lang: own } = useI18n();
  const create = useCreateUser();
  const notify = useNotify();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [lang, setLang] = useState<Lang>(own);
  const [grants, setGrants] = useState<Grant[]>([{ tenant: useHomeTenant(), role: 'analyst' }]);
  const isUsername = USERNAME.test(username);
  return (
    <FormDialog
      title={t('users.add')}
      submit={t('users.create')}
      canSubmit={isUsername && displayName.trim() !== '' && password.length >= MIN_PASSWORD && grants.length > 0}
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={() =>
        create.mutate(
          { username, displayName: displayName.trim(), password, lang, grants },
          {
            onSuccess: () => {
              notify.done(t('users.created', { name: username }));
              onClose();
            },
          },
        )
      }
    >
      <TextInput
        label={t('users.username')}
        value={username}
        data-autofocus
        autoComplete="off"
        error={username !== '' && !isUsername ? t('setup.usernameRule') : undefined}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <TextInput
        label={t('users.displayName')}
        value={displayName}
        maxLength={128}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('users.firstPassword')}
        description={t('setup.passwordRule', { count: MIN_PASSWORD })}
        value={password}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
      />
      <Select
        label={t('nav.language')}
        allowDeselect={false}
        data={LANGS.map((each) => ({ value: each, label: LANG_NAMES[each] }))}
        value={lang}
        onChange={(next) => setLang(next as Lang)}
      />
      <GrantEditor grants={grants} onChange={setGrants} />
    </FormDialog>
  );
}
