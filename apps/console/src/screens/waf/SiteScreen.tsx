import { getRouteApi, Link } from '@tanstack/react-router';
import { useSite } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { BlockPanel } from './BlockPanel.tsx';
import { ExclusionPanel } from './ExclusionPanel.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { StartPanel } from './StartPanel.tsx';
import { TryPanel } from './TryPanel.tsx';

const route = getRouteApi('/signed-in/waf/$id');

/** One site: its policy, what is normal on it, who is kept out, and a request to try. */
export function SiteScreen() {
  const { t } = useI18n();
  const { id } = route.useParams();
  const site = useSite(id);
  return (
    <Page title={site.data?.name ?? t('waf.site')} detail={<Link to="/waf">{t('waf.back')}</Link>}>
      <Loaded query={site} height={500}>
        {(data) => (
          <>
            <StartPanel site={data} />
            <PolicyPanel key={data.revision} site={data} />
            <TryPanel site={data} />
            <ExclusionPanel site={data} />
            <BlockPanel site={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
