import type { Asset, ListedAsset } from '@haechi/platform/api/schemas/inventory.ts';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CriticalityField, ListField, TextField } from './fields.tsx';
import styles from './InventoryScreen.module.css';
import { RowDialog } from './RowDialog.tsx';

const NEW: Asset = {
  name: '',
  addresses: [],
  hosts: [],
  owner: '',
  department: '',
  site: '',
  criticality: 'medium',
  tags: [],
  os: '',
  note: '',
};
const MOST_NOTE = 2_000;

/** A new asset, or one to be changed. */
export function AssetDialog({
  asset,
  onClose,
}: {
  readonly asset: ListedAsset | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useI18n();
  const [row, setRow] = useState<Asset>(asset ?? NEW);
  const set = (change: Partial<Asset>) => setRow((before) => ({ ...before, ...change }));
  return (
    <RowDialog
      table="assets"
      title={asset === undefined ? t('inventory.add') : t('inventory.edit', { name: asset.name })}
      tenant={asset?.tenant}
      row={row}
      onClose={onClose}
    >
      <div className={styles.pairs}>
        <TextField
          label={t('inventory.fields.name')}
          value={row.name}
          fixed={asset !== undefined}
          onChange={(name) => set({ name })}
        />
        <CriticalityField value={row.criticality} onChange={(criticality) => set({ criticality })} />
        <ListField
          label={t('inventory.fields.addresses')}
          placeholder={'10.10.1.5\n10.20.3.0/24'}
          values={row.addresses}
          onChange={(addresses) => set({ addresses })}
        />
        <ListField
          label={t('inventory.fields.hosts')}
          placeholder="db-01.corp.example"
          values={row.hosts}
          onChange={(hosts) => set({ hosts })}
        />
        <TextField label={t('inventory.fields.owner')} value={row.owner} onChange={(owner) => set({ owner })} />
        <TextField
          label={t('inventory.fields.department')}
          value={row.department}
          onChange={(department) => set({ department })}
        />
        <TextField label={t('inventory.fields.site')} value={row.site} onChange={(site) => set({ site })} />
        <TextField label={t('inventory.fields.os')} value={row.os} onChange={(os) => set({ os })} />
        <ListField label={t('inventory.fields.tags')} values={row.tags} onChange={(tags) => set({ tags })} />
        <Textarea
          label={t('inventory.fields.note')}
          value={row.note}
          maxLength={MOST_NOTE}
          minRows={3}
          autosize
          maxRows={6}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
    </RowDialog>
  );
}
