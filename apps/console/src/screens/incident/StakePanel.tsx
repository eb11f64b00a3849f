import type { Incident } from '@haechi/platform/api/schemas/incidents.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './StakePanel.module.css';

const SHOWN = 12;

/** What of consequence the incident is about, and how that made it more urgent; nothing where there is nothing. */
export function StakePanel({ incident }: { readonly incident: Incident }) {
  const { t, tn } = useI18n();
  const { level, priority, stakes } = incident;
  const [gravest] = stakes;
  if (gravest === undefined) return null;
  return (
    <Panel title={t('incident.stakes')}>
      {priority !== level && (
        <p className={styles.why}>
          {t(`incident.raised.${gravest.kind}`, {
            name: gravest.name,
            criticality: t(`criticality.${gravest.criticality}`),
            from: t(`level.${level}`),
            to: t(`level.${priority}`),
          })}
        </p>
      )}
      <ul className={styles.stakes}>
        {stakes.slice(0, SHOWN).map(({ kind, criticality, name }) => (
          <li key={`${kind} ${name}`} className={styles.stake}>
            <Icon name={kind === 'asset' ? 'host' : 'user'} size={13} />
            <strong>{name}</strong>
            <span className={styles.kind}>
              {t(`incident.stake.${kind}`, { criticality: t(`criticality.${criticality}`) })}
            </span>
          </li>
        ))}
        {stakes.length > SHOWN && <li>{tn('incident.moreEntities', stakes.length - SHOWN)}</li>}
      </ul>
    </Panel>
  );
}
