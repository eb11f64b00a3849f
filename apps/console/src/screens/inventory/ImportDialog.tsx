import { Checkbox, FileInput } from '@mantine/core';
import { useState } from 'react';
import { type InventoryTable, useImport, usePreview } from '../../api/inventory.ts';
import { useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { ImportPreview } from './ImportPreview.tsx';

/** A file is looked at first, with every row that would be refused; what is good is taken. */
export function ImportDialog({ table, onClose }: { readonly table: InventoryTable; readonly onClose: () => void }) {
  const { t } = useI18n();
  const notify = useNotify();
  const preview = usePreview(table);
  const take = useImport(table);
  const [tenant, setTenant] = useState(useHomeTenant());
  const [file, setFile] = useState<File | null>(null);
  const [replace, setReplace] = useState(false);
  const look = (picked: File | null, owner: string) => {
    setFile(picked);
    setTenant(owner);
    take.reset();
    if (picked === null) preview.reset();
    else preview.mutate({ tenant: owner, file: picked });
  };
  const submit = () => {
    if (file === null) return;
    take.mutate(
      { tenant, file, replace },
      {
        onSuccess: ({ added, changed, removed, problemCount: refused }) => {
          notify.done(t('inventory.done', { added, changed, removed, refused }));
          onClose();
        },
      },
    );
  };
  const seen = preview.data;
  return (
    <FormDialog
      title={t(table === 'assets' ? 'inventory.importTitle' : 'inventory.importUsersTitle')}
      submit={t('inventory.import')}
      canSubmit={seen !== undefined && seen.added + seen.changed > 0}
      busy={take.isPending || preview.isPending}
      error={take.error ?? preview.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <FileInput
        label={t('inventory.pick')}
        description={t('inventory.pickHint')}
        placeholder="assets.csv"
        leftSection={<Icon name="file" size={14} />}
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        clearable
        value={file}
        onChange={(picked) => look(picked, tenant)}
      />
      <TenantSelect value={tenant} onChange={(owner) => look(file, owner)} />
      {seen !== undefined && <ImportPreview preview={seen} />}
      <Checkbox
        label={t('inventory.replace')}
        description={t('inventory.replaceHint')}
        checked={replace}
        onChange={(event) => setReplace(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
