import { Button } from '@mantine/core';
import type { InventoryTable } from '../../api/inventory.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './InventoryScreen.module.css';

interface Props {
  readonly table: InventoryTable;
  readonly total: number;
  readonly onAdd: () => void;
}

/** How many rows there are, and the way to one more. */
export function ListHead({ table, total, onAdd }: Props) {
  const { t, tn } = useI18n();
  return (
    <div className={styles.count}>
      <span>{tn('inventory.count', total)}</span>
      {useHasRole('responder') && (
        <Button size="compact-xs" variant="subtle" leftSection={<Icon name="plus" size={13} />} onClick={onAdd}>
          {t(table === 'assets' ? 'inventory.add' : 'inventory.addUser')}
        </Button>
      )}
    </div>
  );
}
