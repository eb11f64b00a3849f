import { Button } from '@mantine/core';
import type { InventoryFilter, InventoryTable } from '../../api/inventory.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';

interface Props {
  readonly table: InventoryTable;
  readonly filter: InventoryFilter;
  readonly onImport: () => void;
}

/** No row: what a file looks like, or that the filter hides them all. */
export function InventoryEmpty({ table, filter, onImport }: Props) {
  const { t } = useI18n();
  const mayChange = useHasRole('responder');
  if (filter.text !== undefined || filter.criticality !== undefined)
    return <EmptyState icon="search" title={t('inventory.noneFiltered')} hint={t('inventory.noneFilteredHint')} />;
  const isAssets = table === 'assets';
  return (
    <EmptyState
      icon={isAssets ? 'host' : 'users'}
      title={t(isAssets ? 'inventory.none' : 'inventory.noneUsers')}
      hint={t(isAssets ? 'inventory.noneHint' : 'inventory.noneUsersHint')}
    >
      {mayChange && (
        <Button size="xs" leftSection={<Icon name="upload" size={14} />} onClick={onImport}>
          {t(isAssets ? 'inventory.importTitle' : 'inventory.importUsersTitle')}
        </Button>
      )}
      <div>{t('inventory.example')}</div>
      <CopyBlock
        code={t(isAssets ? 'inventory.exampleAssets' : 'inventory.exampleUsers')}
        label={t('inventory.example')}
      />
    </EmptyState>
  );
}
