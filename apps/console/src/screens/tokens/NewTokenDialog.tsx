import type { TokenScope } from '@haechi/platform/api/schemas/common.ts';
import type { CreatedToken } from '@haechi/platform/api/schemas/tokens.ts';
import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCreateToken } from '../../api/tokens.ts';
import { useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';

const SCOPES: readonly TokenScope[] = ['ingest', 'waf', 'read', 'admin'];
/** Choices of validity in days; 0 stands for no end. */
const DAYS = [0, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

interface Props {
  readonly onClose: () => void;
  readonly onCreated: (token: CreatedToken) => void;
}

/** A token for one purpose: the least scope is chosen at the start. */
export function NewTokenDialog({ onClose, onCreated }: Props) {
  const { t, tn } = useI18n();
  const create = useCreateToken();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['ingest']);
  const [tenant, setTenant] = useState(useHomeTenant());
  const [days, setDays] = useState<number>(0);
  const submit = () => {
    const expiresAt = days === 0 ? {} : { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() };
    create.mutate(
      { name: name.trim(), scopes: SCOPES.filter((scope) => scopes.includes(scope)), tenant, ...expiresAt },
      {
        onSuccess: (token) => {
          onCreated(token);
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('tokens.add')}
      submit={t('tokens.create')}
      canSubmit={name.trim() !== '' && scopes.length > 0}
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t('tokens.name')}
        placeholder={t('tokens.namePlaceholder')}
        value={name}
        maxLength={128}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={t('tokens.scopes')} value={scopes} onChange={setScopes}>
        <Stack gap={6} mt={4}>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              size="xs"
              label={t(`scope.${scope}`)}
              description={t(`scope.${scope}Hint`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <TenantSelect value={tenant} onChange={setTenant} description={t('tokens.tenantHint')} />
      <Select
        label={t('tokens.expires')}
        allowDeselect={false}
        data={DAYS.map((each) => ({
          value: String(each),
          label: each === 0 ? t('tokens.noEnd') : tn('tokens.days', each),
        }))}
        value={String(days)}
        onChange={(value) => setDays(Number(value))}
      />
    </FormDialog>
  );
}
