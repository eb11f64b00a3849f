import type { StreamIncident } from '@haechi/platform/api/schemas/stream.ts';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { LevelBadge } from '../ui/LevelBadge.tsx';

/** Body of the message about a new incident: how grave, and the way there. */
export function IncidentToast({ incident }: { readonly incident: StreamIncident }) {
  const { t } = useI18n();
  return (
    <span style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
      <LevelBadge level={incident.level} />
      <Link to="/incidents/$id" params={{ id: incident.id }}>
        {t('live.openIncident')}
      </Link>
    </span>
  );
}
