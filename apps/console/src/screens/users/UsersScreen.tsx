import type { User } from '@haechi/platform/api/schemas/users.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useUsers } from '../../api/users.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { NewUserDialog } from './NewUserDialog.tsx';
import { UserDialog } from './UserDialog.tsx';
import { UserTable } from './UserTable.tsx';

/** Who may do what, where in the tenant tree. */
export function UsersScreen() {
  const { t } = useI18n();
  const users = useUsers();
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<User>();
  return (
    <Page
      title={t('nav.users')}
      detail={t('users.hint')}
      actions={
        <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
          {t('users.add')}
        </Button>
      }
    >
      <Panel title={t('nav.users')} flush>
        <Loaded query={users}>{({ rows }) => <UserTable users={rows} onEdit={setEdited} />}</Loaded>
      </Panel>
      {adding && <NewUserDialog onClose={() => setAdding(false)} />}
      {edited !== undefined && <UserDialog key={edited.id} user={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}
