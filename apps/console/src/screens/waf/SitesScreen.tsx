import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHasRole } from '../../api/useRole.ts';
import { useSites } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { NewSiteDialog } from './NewSiteDialog.tsx';
import { SeenWaf } from './SeenWaf.tsx';

/** Sites behind the WAF: where they are, how strict, and whether a WAF is there. */
export function SitesScreen() {
  const { t } = useI18n();
  const sites = useSites();
  const mayChange = useHasRole('admin');
  const [adding, setAdding] = useState(false);
  const add = mayChange && (
    <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
      {t('waf.add')}
    </Button>
  );
  return (
    <Page title={t('nav.waf')} detail={t('waf.hint')} actions={add}>
      <Panel title={t('waf.sites')} flush>
        <Loaded query={sites}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState icon="waf" title={t('waf.none')} hint={t('waf.noneHint')}>
                {add}
              </EmptyState>
            ) : (
              <PlainTable
                label={t('waf.sites')}
                head={[
                  t('waf.name'),
                  t('waf.upstream'),
                  t('waf.mode'),
                  t('waf.paranoia'),
                  t('waf.exclusions'),
                  t('waf.blocks'),
                  t('waf.seen'),
                  t('nav.tenant'),
                ]}
                right={[3, 4, 5]}
                rows={rows.map((site) => ({
                  id: site.id,
                  cells: [
                    <Link key="name" to="/waf/$id" params={{ id: site.id }}>
                      {site.name}
                    </Link>,
                    <span key="upstream" className="mono">
                      {site.upstream}
                    </span>,
                    t(`waf.modes.${site.mode}`),
                    site.paranoia,
                    site.exclusions.length,
                    site.blocked.length,
                    <SeenWaf key="seen" site={site} />,
                    <span key="tenant" className="mono">
                      {site.tenant}
                    </span>,
                  ],
                }))}
              />
            )
          }
        </Loaded>
      </Panel>
      {adding && <NewSiteDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
