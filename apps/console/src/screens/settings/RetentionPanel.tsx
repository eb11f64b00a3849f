import { Link } from '@tanstack/react-router';
import { useTenants } from '../../api/tenants.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Trans } from '../../i18n/Trans.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';

const SHOWN = 12;

/** How long events are kept, tenant by tenant; changed in the tenant tree. */
export function RetentionPanel() {
  const { t, tn } = useI18n();
  const tenants = useTenants();
  return (
    <Panel title={t('settings.retention')} aside={<Link to="/tenants">{t('nav.tenants')}</Link>} flush>
      <Loaded query={tenants}>
        {({ rows }) => (
          <>
            <PlainTable
              label={t('settings.retention')}
              head={[t('nav.tenant'), t('tenants.retention')]}
              right={[1]}
              rows={rows.slice(0, SHOWN).map((tenant) => ({
                id: tenant.path,
                cells: [tenant.name, tn('tenants.kept', tenant.retentionDays)],
              }))}
            />
            <p style={{ padding: '0 14px' }}>
              <Trans k="settings.retentionHint" values={{ tenants: <Link to="/tenants">{t('nav.tenants')}</Link> }} />
            </p>
          </>
        )}
      </Loaded>
    </Panel>
  );
}
