import { Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTenantParam } from '../api/tenantParam.ts';
import { useTenants } from '../api/tenants.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from '../ui/Icon.tsx';

const ALL = '';
/** An en space for each level, so that the list reads as the tree. */
const INDENT = '\u2002\u2002';

/** Narrows every screen to one tenant and what lies below it; kept in the address. */
export function TenantPicker() {
  const { t } = useI18n();
  const { tenant } = useTenantParam();
  const navigate = useNavigate();
  const rows = useTenants().data?.rows ?? [];
  const depth = (path: string) => path.split('/').length;
  const top = Math.min(...rows.map((row) => depth(row.path)));
  const data = [
    { value: ALL, label: t('nav.allTenants') },
    ...rows.map((row) => ({ value: row.path, label: `${INDENT.repeat(depth(row.path) - top)}${row.name}` })),
  ];
  return (
    <Select
      size="xs"
      w={220}
      searchable
      aria-label={t('nav.tenant')}
      leftSection={<Icon name="tenants" size={14} />}
      data={data}
      value={tenant ?? ALL}
      allowDeselect={false}
      maxDropdownHeight={420}
      onChange={(path) =>
        void navigate({
          to: '.',
          search: ({ tenant: _before, ...search }) =>
            path === ALL || path === null ? search : { ...search, tenant: path },
        })
      }
    />
  );
}
