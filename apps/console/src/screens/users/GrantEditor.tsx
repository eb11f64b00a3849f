import type { Role } from '@haechi/platform/api/schemas/common.ts';
import type { Grant } from '@haechi/platform/api/schemas/me.ts';
import { Button, Group, Input, Select, Stack } from '@mantine/core';
import { useTenants } from '../../api/tenants.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

const ROLES: readonly Role[] = ['viewer', 'analyst', 'responder', 'admin'];

interface Props {
  readonly grants: readonly Grant[];
  readonly onChange: (grants: Grant[]) => void;
}

/** Roles at nodes of the tenant tree; each holds for the whole subtree. */
export function GrantEditor({ grants, onChange }: Props) {
  const { t } = useI18n();
  const tenants = useTenants().data?.rows ?? [];
  const paths = [...new Set([...tenants.map((tenant) => tenant.path), ...grants.map((grant) => grant.tenant)])];
  const replace = (index: number, grant: Grant) => onChange(grants.with(index, grant));
  return (
    <Input.Wrapper label={t('users.grants')} description={t('users.grantsHint')}>
      <Stack gap={6} mt={4}>
        {grants.map((grant, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
          <Group key={index} gap={6} wrap="nowrap">
            <Select
              size="xs"
              flex={1}
              aria-label={t('nav.tenant')}
              searchable
              allowDeselect={false}
              data={paths}
              value={grant.tenant}
              onChange={(tenant) => tenant !== null && replace(index, { ...grant, tenant })}
            />
            <Select
              size="xs"
              w={140}
              aria-label={t('users.role')}
              allowDeselect={false}
              data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
              value={grant.role}
              onChange={(role) => replace(index, { ...grant, role: role as Role })}
            />
            <IconButton
              icon="trash"
              label={t('users.removeGrant')}
              danger
              onClick={() => onChange(grants.toSpliced(index, 1))}
            />
          </Group>
        ))}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="plus" size={13} />}
          style={{ alignSelf: 'flex-start' }}
          disabled={paths.length === 0}
          onClick={() => onChange([...grants, { tenant: paths[0] ?? '/root/', role: 'viewer' }])}
        >
          {t('users.addGrant')}
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
