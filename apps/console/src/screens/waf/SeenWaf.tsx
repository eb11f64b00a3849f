import type { WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Time } from '../../ui/Time.tsx';

/** Whether a WAF serves the site, and whether it has the newest policy. */
export function SeenWaf({ site }: { readonly site: WafSite }) {
  const { t } = useI18n();
  if (site.seen === undefined) return <span>{t('waf.neverSeen')}</span>;
  return (
    <span>
      <Time iso={site.seen} as="ago" />{' '}
      {site.seenRevision !== undefined && site.seenRevision < site.revision ? t('waf.behind') : t('waf.current')}
    </span>
  );
}
