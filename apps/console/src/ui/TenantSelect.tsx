import { Select } from '@mantine/core';
import { useTenants } from '../api/tenants.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';

interface Props {
  readonly value: string;
  readonly onChange: (tenant: string) => void;
  readonly description?: string;
}

/** Whose a new thing is to be. */
export function TenantSelect({ value, onChange, description }: Props) {
  const { t } = useI18n();
  const tenants = useTenants().data?.rows ?? [];
  return (
    <Select
      label={t('nav.tenant')}
      {...(description === undefined ? {} : { description })}
      searchable
      allowDeselect={false}
      data={[...new Set([value, ...tenants.map(({ path }) => path)])]}
      value={value}
      onChange={(path) => path !== null && onChange(path)}
    />
  );
}
