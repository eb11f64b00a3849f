import type { EcsEvent } from '@haechi/event';
import { useI18n } from '../i18n/I18nProvider.tsx';
import styles from './EventDrawer.module.css';
import { valuesAt } from './flatten.ts';

/** Where the data that comes with Haechi is from; its licence (CC BY 4.0) asks for these links wherever it is shown. */
const SOURCES = [
  ['DB-IP', 'https://db-ip.com'],
  ['RouteViews', 'https://www.routeviews.org'],
  ['NRO', 'https://www.nro.net'],
] as const;
const ENDPOINTS = ['source', 'destination', 'client', 'server'] as const satisfies readonly (keyof EcsEvent)[];

/** Names the sources of autonomous systems, under the fields of an event that has one. */
export function AddressDataSource({ document }: { readonly document: object }) {
  const { t } = useI18n();
  if (!ENDPOINTS.some((endpoint) => valuesAt(document, `${endpoint}.as.number`).length > 0)) return null;
  return (
    <p className={styles.dataSource}>
      {t('event.asSource')}
      {SOURCES.map(([name, url]) => (
        <a key={name} href={url} target="_blank" rel="noreferrer">
          {name}
        </a>
      ))}
      <span>CC BY 4.0</span>
    </p>
  );
}
