import type { Incident } from '@haechi/platform/api/schemas/incidents.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Trans } from '../../i18n/Trans.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Time } from '../../ui/Time.tsx';
import styles from './IncidentScreen.module.css';

/** The facts of an incident in one line. */
export function IncidentMeta({ incident }: { readonly incident: Incident }) {
  const { tn } = useI18n();
  const format = useFormat();
  const isMoment = format.minute(incident.firstTime) === format.minute(incident.lastTime);
  return (
    <div className={styles.meta}>
      <PriorityBadge level={incident.level} priority={incident.priority} />
      <StatusBadge status={incident.status} />
      <span>{tn('incident.findingCount', incident.findingCount)}</span>
      <span>
        {isMoment ? (
          <Time iso={incident.firstTime} as="minute" />
        ) : (
          <Trans
            k="range.between"
            values={{
              from: <Time iso={incident.firstTime} as="minute" />,
              to: <Time iso={incident.lastTime} as="minute" />,
            }}
          />
        )}
      </span>
      <span className="mono">{incident.tenant}</span>
    </div>
  );
}
