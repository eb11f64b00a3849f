import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import type { Trial } from '@haechi/platform/api/schemas/waf.ts';
import { Link } from '@tanstack/react-router';
import { useSite } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { MatchedRules } from './MatchedRules.tsx';

interface Logged {
  readonly unmapped?: {
    readonly haechi?: { readonly waf?: { readonly site?: string; readonly rules?: Trial['rules'] } };
  };
  readonly url?: { readonly path?: string };
}

/** For an event of the WAF's log: what its rules found, and the site whose policy it was. */
export function WafVerdict({ event }: { readonly event: EventRow }) {
  const { t } = useI18n();
  const { unmapped, url } = event.event as Logged;
  const { site: name, rules = [] } = unmapped?.haechi?.waf ?? {};
  const site = useSite(rules.length === 0 ? undefined : name, event.tenant);
  if (rules.length === 0) return <p>{t('waf.nothingMatched')}</p>;
  if (site.data === undefined) return <p>{t('waf.siteGone')}</p>;
  return (
    <>
      <p>
        <Link to="/waf/$id" params={{ id: site.data.id }}>
          {site.data.name}
        </Link>
      </p>
      <MatchedRules site={site.data} path={url?.path} rules={rules} />
    </>
  );
}
