import type { Incident } from '@haechi/platform/api/schemas/incidents.ts';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ENTITY_KINDS, entityLabel, entityQuery } from '../../ui/entity.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './EntityPanel.module.css';

const SHOWN = 12;
/** Time around the incident in which an entity's events are shown. */
const AROUND_MS = 3_600_000;

/** Everything the story is about; each opens its events around that time. */
export function EntityPanel({ incident }: { readonly incident: Incident }) {
  const { t, tn } = useI18n();
  const from = new Date(Date.parse(incident.firstTime) - AROUND_MS).toISOString();
  const to = new Date(Date.parse(incident.lastTime) + AROUND_MS).toISOString();
  const kinds = ENTITY_KINDS.filter((kind) => (incident.entities[kind]?.length ?? 0) > 0);
  return (
    <Panel title={t('incident.entities')}>
      {kinds.map((kind) => {
        const values = incident.entities[kind] ?? [];
        return (
          <div key={kind} className={styles.kind}>
            <h3 className={styles.name}>
              <Icon name={kind} size={14} />
              {t(`entity.${kind}`)}
            </h3>
            <ul className={styles.values}>
              {values.slice(0, SHOWN).map((value) => (
                <li key={value}>
                  <Link to="/search" search={{ q: entityQuery(kind, value), from, to }} className="mono">
                    {entityLabel(kind, value)}
                  </Link>
                </li>
              ))}
              {values.length > SHOWN && <li>{tn('incident.moreEntities', values.length - SHOWN)}</li>}
            </ul>
          </div>
        );
      })}
      {kinds.length === 0 && t('incident.noEntities')}
    </Panel>
  );
}
