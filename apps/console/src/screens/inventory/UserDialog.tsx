import type { KnownUser, ListedUser } from '@haechi/platform/api/schemas/inventory.ts';
import { Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CriticalityField, ListField, TextField } from './fields.tsx';
import styles from './InventoryScreen.module.css';
import { RowDialog } from './RowDialog.tsx';

const STATUSES = ['active', 'leave', 'left'] as const;
const NEW: KnownUser = {
  name: '',
  email: '',
  aliases: [],
  fullName: '',
  department: '',
  title: '',
  privileged: false,
  status: 'active',
  criticality: 'medium',
  manager: '',
};

/** A new account, or one to be changed. */
export function UserDialog({ user, onClose }: { readonly user: ListedUser | undefined; readonly onClose: () => void }) {
  const { t } = useI18n();
  const [row, setRow] = useState<KnownUser>(user ?? NEW);
  const set = (change: Partial<KnownUser>) => setRow((before) => ({ ...before, ...change }));
  return (
    <RowDialog
      table="users"
      title={user === undefined ? t('inventory.addUser') : t('inventory.editUser', { name: user.name })}
      tenant={user?.tenant}
      row={row}
      onClose={onClose}
    >
      <div className={styles.pairs}>
        <TextField
          label={t('inventory.fields.account')}
          value={row.name}
          fixed={user !== undefined}
          onChange={(name) => set({ name })}
        />
        <CriticalityField value={row.criticality} onChange={(criticality) => set({ criticality })} />
        <TextField
          label={t('inventory.fields.fullName')}
          value={row.fullName}
          onChange={(fullName) => set({ fullName })}
        />
        <TextField label={t('inventory.fields.email')} value={row.email} onChange={(email) => set({ email })} />
        <TextField
          label={t('inventory.fields.department')}
          value={row.department}
          onChange={(department) => set({ department })}
        />
        <TextField label={t('inventory.fields.title')} value={row.title} onChange={(title) => set({ title })} />
        <TextField label={t('inventory.fields.manager')} value={row.manager} onChange={(manager) => set({ manager })} />
        <Select
          label={t('inventory.fields.status')}
          allowDeselect={false}
          value={row.status}
          data={STATUSES.map((status) => ({ value: status, label: t(`inventory.statuses.${status}`) }))}
          onChange={(status) => set({ status: STATUSES.find((each) => each === status) ?? row.status })}
        />
      </div>
      <ListField
        label={t('inventory.fields.aliases')}
        hint={t('inventory.fields.aliasesHint')}
        values={row.aliases}
        onChange={(aliases) => set({ aliases })}
      />
      <Switch
        label={t('inventory.fields.privileged')}
        checked={row.privileged}
        onChange={(event) => set({ privileged: event.currentTarget.checked })}
      />
    </RowDialog>
  );
}
