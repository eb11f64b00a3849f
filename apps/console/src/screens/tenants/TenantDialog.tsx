import type { Tenant } from '@haechi/platform/api/schemas/tenants.ts';
import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePatchTenant } from '../../api/tenants.ts';
import { useMayBound } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useNotify } from '../../ui/useNotify.ts';

const MAX_DAYS = 3650;

const GIGABYTE = 1e9;
const MAX_RATE = 10_000_000;
const MAX_GIGABYTES = 1_000_000;

/** A field of a bound: empty for none. */
type Bound = number | '';

/** Name, retention and bounds of one tenant; what it may send is decided above it. */
export function TenantDialog({ tenant, onClose }: { readonly tenant: Tenant; readonly onClose: () => void }) {
  const { t } = useI18n();
  const mayBound = useMayBound(tenant.path);
  const patch = usePatchTenant();
  const notify = useNotify();
  const [name, setName] = useState(tenant.name);
  const [days, setDays] = useState<number | string>(tenant.retentionDays);
  const [rate, setRate] = useState<Bound>(tenant.eventsPerSecond ?? '');
  const [volume, setVolume] = useState<Bound>(tenant.bytesPerDay === null ? '' : tenant.bytesPerDay / GIGABYTE);
  const bounds = {
    eventsPerSecond: rate === '' ? null : rate,
    bytesPerDay: volume === '' ? null : Math.round(volume * GIGABYTE),
  };
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
          { path: tenant.path, patch: { name: name.trim(), retentionDays: Number(days), ...(mayBound ? bounds : {}) } },
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
      <NumberInput
        label={t('tenants.rate')}
        description={mayBound ? t('tenants.rateHint') : t('tenants.notYours')}
        value={rate}
        min={1}
        max={MAX_RATE}
        allowDecimal={false}
        thousandSeparator=","
        disabled={!mayBound}
        onChange={(value) => setRate(boundOf(value))}
      />
      <NumberInput
        label={t('tenants.volume')}
        description={mayBound ? t('tenants.volumeHint') : t('tenants.notYours')}
        value={volume}
        min={0.001}
        max={MAX_GIGABYTES}
        decimalScale={3}
        thousandSeparator=","
        disabled={!mayBound}
        onChange={(value) => setVolume(boundOf(value))}
      />
    </FormDialog>
  );
}

function boundOf(value: number | string): Bound {
  return typeof value === 'number' && value > 0 ? value : '';
}
