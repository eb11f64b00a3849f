import { useState } from 'react';
import { useTenants, useUsageToday } from '../../api/tenants.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { NewTenantDialog } from './NewTenantDialog.tsx';
import { TenantDialog } from './TenantDialog.tsx';
import { TenantRow } from './TenantRow.tsx';
import styles from './TenantsScreen.module.css';

/** The tenant tree: customers, subsidiaries, agencies, each with how long its events are kept. */
export function TenantsScreen() {
  const { t, tn } = useI18n();
  const tenants = useTenants();
  const usage = useUsageToday();
  const [parent, setParent] = useState<string>();
  const [edited, setEdited] = useState<string>();
  const rows = tenants.data?.rows ?? [];
  const edit = rows.find((row) => row.path === edited);
  return (
    <Page title={t('nav.tenants')} detail={t('tenants.hint')}>
      <Panel title={t('tenants.tree')} aside={tn('tenants.count', rows.length)} flush>
        <Loaded query={tenants}>
          {(data) => (
            <div className={styles.tree} role="tree" aria-label={t('tenants.tree')}>
              {data.rows.map((tenant) => (
                <TenantRow
                  key={tenant.path}
                  tenant={tenant}
                  usage={usage.data?.get(tenant.path)}
                  top={data.rows[0]?.path ?? tenant.path}
                  onAdd={() => setParent(tenant.path)}
                  onEdit={() => setEdited(tenant.path)}
                />
              ))}
            </div>
          )}
        </Loaded>
      </Panel>
      {parent !== undefined && <NewTenantDialog parent={parent} onClose={() => setParent(undefined)} />}
      {edit !== undefined && <TenantDialog tenant={edit} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}
