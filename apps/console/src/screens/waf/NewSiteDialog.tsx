import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useHomeTenant } from '../../api/useRole.ts';
import { useAddSite } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';

/** A site starts with the policy that stops nobody; the next page says how to start its WAF. */
export function NewSiteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const add = useAddSite();
  const navigate = useNavigate();
  const [tenant, setTenant] = useState(useHomeTenant());
  const [name, setName] = useState('');
  const [upstream, setUpstream] = useState('');
  return (
    <FormDialog
      title={t('waf.add')}
      submit={t('waf.create')}
      canSubmit={/^[a-z0-9][a-z0-9.-]{0,62}$/.test(name) && /^https?:\/\/.+/.test(upstream)}
      busy={add.isPending}
      error={add.error}
      onClose={onClose}
      onSubmit={() =>
        add.mutate(
          { tenant, name, upstream },
          { onSuccess: ({ id }) => void navigate({ to: '/waf/$id', params: { id } }) },
        )
      }
    >
      <TextInput
        label={t('waf.name')}
        description={t('waf.nameHint')}
        placeholder="shop.example.kr"
        value={name}
        maxLength={63}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value.trim().toLowerCase())}
      />
      <TextInput
        label={t('waf.upstream')}
        description={t('waf.upstreamHint')}
        placeholder="http://10.0.0.5:8080"
        value={upstream}
        maxLength={1000}
        onChange={(event) => setUpstream(event.currentTarget.value.trim())}
      />
      <TenantSelect value={tenant} onChange={setTenant} />
    </FormDialog>
  );
}
