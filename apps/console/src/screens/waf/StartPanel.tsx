import type { WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Trans } from '../../i18n/Trans.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SeenWaf } from './SeenWaf.tsx';

/** How a WAF for the site is started, and whether one is there. */
export function StartPanel({ site }: { readonly site: WafSite }) {
  const { t } = useI18n();
  const command = [
    './haechi waf --listen 0.0.0.0:80',
    `--site ${site.name}`,
    `--platform ${window.location.origin}`,
    '--platform-token-file waf.token',
  ].join(' ');
  const query = `event.dataset:haechi.waf unmapped.haechi.waf.site:${site.name}`;
  return (
    <Panel
      title={t('waf.process')}
      aside={
        <Link to="/search" search={{ q: query }}>
          {t('waf.events')}
        </Link>
      }
    >
      <p style={{ marginTop: 0 }}>
        {t('waf.seen')}: <SeenWaf site={site} />
      </p>
      {site.seen === undefined && (
        <>
          <p>
            <Trans k="waf.startHint" values={{ tokens: <Link to="/tokens">{t('nav.tokens')}</Link> }} />
          </p>
          <CopyBlock code={command} label={t('waf.command')} />
        </>
      )}
    </Panel>
  );
}
