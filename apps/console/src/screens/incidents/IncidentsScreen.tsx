import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useIncidents } from '../../api/incidents.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { type IncidentSearch, statusesOf } from './filter.ts';
import { IncidentFilterBar } from './IncidentFilterBar.tsx';
import { IncidentTable } from './IncidentTable.tsx';

const route = getRouteApi('/signed-in/incidents');

/** Incidents by filter; the address holds the filter. */
export function IncidentsScreen() {
  const { t } = useI18n();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const incidents = useIncidents({
    status: statusesOf(filter.status),
    minPriority: filter.level ?? filter.minLevel,
    maxPriority: filter.level,
    text: filter.text,
  });
  const rows = useMemo(() => incidents.data?.pages.flatMap((page) => page.rows) ?? [], [incidents.data]);
  const change = (next: Partial<Record<keyof IncidentSearch, unknown>>) =>
    void navigate({ search: (before) => ({ ...before, ...next }) as typeof before });
  const isFiltered = filter.text !== undefined || filter.minLevel !== undefined || filter.level !== undefined;
  return (
    <Page title={t('nav.incidents')} fill actions={<IncidentFilterBar filter={filter} onChange={change} />}>
      <Loaded query={incidents} height={400}>
        {() =>
          rows.length === 0 ? (
            <EmptyState
              icon="check"
              title={isFiltered ? t('incidents.noneFiltered') : t('incidents.none')}
              hint={isFiltered ? t('incidents.noneFilteredHint') : t('incidents.noneHint')}
            />
          ) : (
            <IncidentTable
              rows={rows}
              onOpen={(incident) => void navigate({ to: '/incidents/$id', params: { id: incident.id } })}
              more={{
                has: incidents.hasNextPage,
                busy: incidents.isFetchingNextPage,
                load: () => void incidents.fetchNextPage(),
              }}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
