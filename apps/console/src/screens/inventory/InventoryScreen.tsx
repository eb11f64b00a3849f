import { CRITICALITIES } from '@haechi/event';
import { Button, SegmentedControl, Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { exportHref } from '../../api/inventory.ts';
import { useHasRole, useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { DelayedInput } from '../../ui/DelayedInput.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Page } from '../../ui/Page.tsx';
import { AssetList } from './AssetList.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import styles from './InventoryScreen.module.css';
import { UserList } from './UserList.tsx';

const route = getRouteApi('/signed-in/inventory');
const ANY = '';

/** The assets and users that events are enriched with. */
export function InventoryScreen() {
  const { t, lang } = useI18n();
  const { table = 'assets', text, criticality } = route.useSearch();
  const navigate = route.useNavigate();
  const tenant = useHomeTenant();
  const mayChange = useHasRole('responder');
  const [importing, setImporting] = useState(false);
  const change = (next: object) => void navigate({ search: (before) => ({ ...before, ...next }) as typeof before });
  const List = table === 'assets' ? AssetList : UserList;
  return (
    <Page title={t('nav.inventory')} detail={t('inventory.hint')} fill>
      <div className={styles.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('nav.inventory')}
          value={table}
          data={[
            { value: 'assets', label: t('inventory.assets') },
            { value: 'users', label: t('inventory.users') },
          ]}
          onChange={(chosen) => change({ table: chosen === 'users' ? chosen : undefined, text: undefined })}
        />
        <DelayedInput
          key={table}
          value={text ?? ''}
          onChange={(typed) => change({ text: typed === '' ? undefined : typed })}
          label={t(table === 'assets' ? 'inventory.find' : 'inventory.findUsers')}
          width={200}
        />
        <Select
          size="xs"
          w={140}
          aria-label={t('inventory.fields.criticality')}
          allowDeselect={false}
          value={criticality ?? ANY}
          data={[
            { value: ANY, label: t('inventory.anyCriticality') },
            ...CRITICALITIES.toReversed().map((value) => ({ value, label: t(`criticality.${value}`) })),
          ]}
          onChange={(value) => change({ criticality: value === ANY ? undefined : value })}
        />
        <span className={styles.gap} />
        <Button
          size="xs"
          variant="default"
          component="a"
          href={exportHref(table, { tenant, lang })}
          download
          leftSection={<Icon name="download" size={14} />}
        >
          {t('inventory.export')}
        </Button>
        {mayChange && (
          <Button size="xs" leftSection={<Icon name="upload" size={14} />} onClick={() => setImporting(true)}>
            {t('inventory.import')}
          </Button>
        )}
      </div>
      <List key={table} filter={{ text, criticality }} onImport={() => setImporting(true)} />
      {importing && <ImportDialog table={table} onClose={() => setImporting(false)} />}
    </Page>
  );
}
