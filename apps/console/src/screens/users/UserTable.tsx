import type { User } from '@haechi/platform/api/schemas/users.ts';
import { Badge, Group } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';

interface Props {
  readonly users: readonly User[];
  readonly onEdit: (user: User) => void;
}

export function UserTable({ users, onEdit }: Props) {
  const { t } = useI18n();
  return (
    <PlainTable
      label={t('nav.users')}
      head={[
        t('users.username'),
        t('users.displayName'),
        t('users.grants'),
        t('users.home'),
        t('users.state'),
        t('users.created_at'),
        t('common.actions'),
      ]}
      rows={users.map((user) => ({
        id: user.id,
        cells: [
          <strong key="username">{user.username}</strong>,
          user.displayName,
          <Group key="grants" gap={4}>
            {user.grants.map((grant) => (
              <Badge key={`${grant.tenant} ${grant.role}`} size="sm" variant="default" tt="none" fw={500}>
                {t('users.grantLine', { role: t(`role.${grant.role}`), tenant: grant.tenant })}
              </Badge>
            ))}
          </Group>,
          <span key="home" className="mono">
            {user.tenant}
          </span>,
          user.disabled ? t('users.disabled') : t('users.active'),
          <Time key="created" iso={user.created} as="date" />,
          <IconButton
            key="edit"
            icon="settings"
            label={t('users.edit', { name: user.username })}
            onClick={() => onEdit(user)}
          />,
        ],
      }))}
    />
  );
}
