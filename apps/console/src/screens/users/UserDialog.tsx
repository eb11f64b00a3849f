import type { Grant } from '@haechi/platform/api/schemas/me.ts';
import type { User } from '@haechi/platform/api/schemas/users.ts';
import { Group, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../api/session.ts';
import { useDeleteUser, usePatchUser, useSetGrants } from '../../api/users.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { GrantEditor } from './GrantEditor.tsx';

const MIN_PASSWORD = 12;

/** Name, state, password and rights of one user. */
export function UserDialog({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useI18n();
  const me = useMe();
  const patch = usePatchUser();
  const setRights = useSetGrants();
  const remove = useDeleteUser();
  const notify = useNotify();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [active, setActive] = useState(!user.disabled);
  const [password, setPassword] = useState('');
  const [grants, setGrants] = useState<Grant[]>(user.grants);
  const isSelf = user.id === me.user.id;
  const save = async () => {
    const changes = {
      ...(displayName.trim() === user.displayName ? {} : { displayName: displayName.trim() }),
      ...(active === !user.disabled ? {} : { disabled: !active }),
      ...(password === '' ? {} : { password }),
    };
    if (Object.keys(changes).length > 0) await patch.mutateAsync({ id: user.id, patch: changes });
    if (JSON.stringify(grants) !== JSON.stringify(user.grants)) await setRights.mutateAsync({ id: user.id, grants });
    notify.done(t('users.saved', { name: user.username }));
    onClose();
  };
  return (
    <FormDialog
      title={t('users.edit', { name: user.username })}
      submit={t('common.save')}
      canSubmit={displayName.trim() !== '' && (password === '' || password.length >= MIN_PASSWORD)}
      busy={patch.isPending || setRights.isPending}
      error={patch.error ?? setRights.error ?? remove.error}
      onClose={onClose}
      // The error is shown by the dialog: nothing is left to handle here.
      onSubmit={() => void save().catch(() => undefined)}
    >
      <TextInput
        label={t('users.displayName')}
        value={displayName}
        maxLength={128}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('users.newPassword')}
        description={t('users.newPasswordHint', { count: MIN_PASSWORD })}
        value={password}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
      />
      <GrantEditor grants={grants} onChange={setGrants} />
      <Group justify="space-between">
        <Switch
          label={t('users.activeSwitch')}
          checked={active}
          disabled={isSelf}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        <ConfirmButton
          label={t('users.delete')}
          question={t('users.deleteQuestion', { name: user.username })}
          disabled={isSelf}
          onConfirm={() =>
            remove.mutate(user.id, {
              onSuccess: () => {
                notify.done(t('users.deleted', { name: user.username }));
                onClose();
              },
            })
          }
        />
      </Group>
    </FormDialog>
  );
}
