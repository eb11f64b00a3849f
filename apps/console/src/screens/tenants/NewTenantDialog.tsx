import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCreateTenant } from '../../api/tenants.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useNotify } from '../../ui/useNotify.ts';

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A new tenant below `parent`; its path cannot be changed later. */
export function NewTenantDialog({ parent, onClose }: { readonly parent: string; readonly onClose: () => void }) {
  const { t } = useI18n();
  const create = useCreateTenant();
  const notify = useNotify();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const isSlug = SLUG.test(slug);
  return (
    <FormDialog
      title={t('tenants.add')}
      submit={t('tenants.create')}
      canSubmit={name.trim() !== '' && isSlug}
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={() =>
        create.mutate(
          { parent, slug, name: name.trim() },
          {
            onSuccess: (tenant) => {
              notify.done(t('tenants.created', { name: tenant.name }));
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
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('tenants.slug')}
        description={t('tenants.slugHint', { path: `${parent}${isSlug ? slug : 'acme'}/` })}
        value={slug}
        error={slug !== '' && !isSlug ? t('tenants.slugRule') : undefined}
        onChange={(event) => setSlug(event.currentTarget.value.toLowerCase())}
      />
    </FormDialog>
  );
}
