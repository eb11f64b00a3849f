import type { Tenant } from '@haechi/platform/api/schemas/tenants.ts';
import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePatchTenant } from '../../api/tenants.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useNotify } from '../../ui/useNotify.ts';

const MAX_DAYS = 3650;

/** Name and retention of one tenant. */
export function TenantDialog({ tenant, onClose }: { readonly tenant: Tenant; readonly onClose: () => void }) {
  const { t } = useI18n();
  const patch = usePatchTenant();
  const notify = useNotify();
  const [name, setName] = useState(tenant.name);
  const [days, setDays] = useState<number | string>(tenant.retentionDays);
  const isDays = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MAX_DAYS;
  return (
    <FormDialog
      title={t('tenants.edit')}
      submit={t('common.save')}
      canSubmit={name.trim() !== '' && isDays}
      busy={patch.isPending}
      error={patch.error}
      onClose={onClose}
      onSubmit={() =>
        patch.mutate(
          { path: tenant.path, patch: { name: name.trim(), retentionDays: Number(days) } },
          {
            onSuccess: () => {
              notify.done(t('tenants.saved', { name }));
              onClose();
            },
          },
        )
      }
    >
      <TextInput
        label={t('tenants.name')}
        value={name}
        maxLength={128}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        label={t('tenants.retention')}
        description={t('tenants.retentionHint')}
        value={days}
        min={1}
        max={MAX_DAYS}
        allowDecimal={false}
        onChange={setDays}
      />
    </FormDialog>
  );
}
