import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useLogout, useMe } from '../api/session.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useNotify } from '../ui/useNotify.ts';

/** Who is signed in, with which rights, and the way out. */
export function UserMenu() {
  const { t } = useI18n();
  const { user, grants } = useMe();
  const logout = useLogout();
  const navigate = useNavigate();
  const notify = useNotify();
  const client = useQueryClient();
  const leave = () =>
    logout.mutate(undefined, {
      // First away from the screens that show it, then forget what was loaded.
      onSuccess: () => void navigate({ to: '/login' }).then(() => client.clear()),
      onError: notify.failed,
    });
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="user" />}>
          {user.displayName}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.username}</Menu.Label>
        {grants.map((grant) => (
          <Menu.Label key={`${grant.tenant} ${grant.role}`}>
            {t('users.grantLine', { role: t(`role.${grant.role}`), tenant: grant.tenant })}
          </Menu.Label>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="settings" />} onClick={() => void navigate({ to: '/settings' })}>
          {t('nav.settings')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="logout" />} onClick={leave}>
          {t('nav.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
