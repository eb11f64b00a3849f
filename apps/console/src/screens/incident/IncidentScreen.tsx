import { getRouteApi, Link } from '@tanstack/react-router';
import { useIncident } from '../../api/incidents.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { IncidentBody } from './IncidentBody.tsx';

const route = getRouteApi('/signed-in/incidents/$id');

/** One incident: the story, the evidence, and what is done about it. */
export function IncidentScreen() {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  const { id } = route.useParams();
  const incident = useIncident(id);
  return (
    <Page
      title={incident.data === undefined ? t('incident.title') : ruleTitle(incident.data.incident)}
      detail={<Link to="/incidents">{t('incident.back')}</Link>}
    >
      <Loaded query={incident} height={500}>
        {(detail) => <IncidentBody detail={detail} />}
      </Loaded>
    </Page>
  );
}
