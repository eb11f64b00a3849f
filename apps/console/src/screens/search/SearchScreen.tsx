import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useSearchEvents } from '../../api/search.ts';
import { useRange } from '../../format/useRange.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { withClause } from '../../ui/clause.ts';
import { EventDrawer } from '../../ui/EventDrawer.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Page } from '../../ui/Page.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { FieldSidebar } from './FieldSidebar.tsx';
import type { SearchParams } from './params.ts';
import { QueryBox } from './QueryBox.tsx';
import { Results } from './Results.tsx';
import styles from './SearchScreen.module.css';

const route = getRouteApi('/signed-in/search');
const DEFAULT_RANGE = '24h';
const NO_COLUMNS: readonly string[] = [];

/** All events: ask, narrow by field and time, read the evidence. The address holds the whole question. */
export function SearchScreen() {
  const { t } = useI18n();
  const params = route.useSearch();
  const navigate = route.useNavigate();
  const { range, refresh } = useRange(params, DEFAULT_RANGE);
  const query = params.q ?? '';
  const columns = params.columns ?? NO_COLUMNS;
  const question = useMemo(() => ({ query, from: range.from, to: range.to }), [query, range]);
  const events = useSearchEvents(question, params.order ?? 'newest');
  const rows = useMemo(() => events.data?.pages.flatMap((page) => page.rows) ?? [], [events.data]);

  const change = (next: Partial<Record<keyof SearchParams, unknown>>) =>
    void navigate({ search: (before) => ({ ...before, event: undefined, ...next }) as typeof before });
  const openEvent = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, event: id }) as typeof before, replace: true });
  const filter = (field: string, value: string, keep: boolean) => change({ q: withClause(query, field, value, keep) });
  const toggleColumn = (name: string) =>
    change({ columns: columns.includes(name) ? columns.filter((each) => each !== name) : [...columns, name] });
  return (
    <Page title={t('search.title')} fill>
      <div className={styles.bar}>
        <QueryBox
          value={query}
          range={range}
          error={events.error}
          onRun={(q) => {
            refresh();
            change({ q: q.trim() === '' ? undefined : q });
          }}
        />
        <TimeRangePicker
          params={params}
          fallback={DEFAULT_RANGE}
          range={range}
          onChange={(next) => {
            refresh();
            change({ range: undefined, from: undefined, to: undefined, ...next });
          }}
        />
        <Button
          size="xs"
          variant="default"
          onClick={refresh}
          leftSection={<Icon name="refresh" size={14} />}
          loading={events.isFetching}
        >
          {t('common.refresh')}
        </Button>
      </div>
      <div className={styles.layout}>
        <FieldSidebar question={question} columns={columns} onFilter={filter} onColumn={toggleColumn} />
        <Results
          question={question}
          events={events}
          rows={rows}
          order={params.order ?? 'newest'}
          columns={columns}
          currentId={params.event}
          onChange={change}
          onColumn={toggleColumn}
          onOpen={openEvent}
        />
      </div>
      <EventDrawer
        id={params.event}
        known={rows.find((row) => row.id === params.event)}
        onClose={() => openEvent(undefined)}
        onFilter={filter}
      />
    </Page>
  );
}
