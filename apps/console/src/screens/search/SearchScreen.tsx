import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useCount, useHistogram, useSearchEvents } from '../../api/search.ts';
import { useRange } from '../../format/useRange.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { withClause } from '../../ui/clause.ts';
import { EventDrawer } from '../../ui/EventDrawer.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Page } from '../../ui/Page.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { EventTable } from './EventTable.tsx';
import { FieldSidebar } from './FieldSidebar.tsx';
import { NoEvents } from './NoEvents.tsx';
import type { SearchParams } from './params.ts';
import { QueryBox } from './QueryBox.tsx';
import styles from './SearchScreen.module.css';
import { SearchStatus } from './SearchStatus.tsx';
import { Timeline } from './Timeline.tsx';

const route = getRouteApi('/signed-in/search');
const DEFAULT_RANGE = '24h';
const BUCKETS = 80;
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
  const count = useCount(question);
  const histogram = useHistogram(question, BUCKETS);
  const rows = useMemo(() => events.data?.pages.flatMap((page) => page.rows) ?? [], [events.data]);

  const change = (next: Partial<Record<keyof SearchParams, unknown>>) =>
    void navigate({ search: (before) => ({ ...before, event: undefined, ...next }) as typeof before });
  const openEvent = (id: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, event: id }) as typeof before, replace: true });
  const filter = (field: string, value: string, keep: boolean) => change({ q: withClause(query, field, value, keep) });
  const toggleColumn = (name: string) =>
    change({ columns: columns.includes(name) ? columns.filter((each) => each !== name) : [...columns, name] });

  const isEmpty = events.data !== undefined && rows.length === 0;
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
        <div className={styles.results}>
          <Timeline query={histogram} onBrush={(from, to) => change({ range: undefined, from, to })} />
          <SearchStatus
            count={count.data?.count}
            elapsedMs={events.data?.pages[0]?.elapsedMs}
            order={params.order ?? 'newest'}
            onOrder={(order) => change({ order: order === 'oldest' ? order : undefined })}
            columns={columns}
            onColumn={toggleColumn}
          />
          {isEmpty ? (
            <div className={styles.scroll}>
              <NoEvents
                asked={query !== ''}
                onWiden={() => change({ range: '30d', from: undefined, to: undefined })}
                onClear={() => change({ q: undefined })}
              />
            </div>
          ) : (
            <EventTable
              rows={rows}
              columns={columns}
              currentId={params.event}
              onOpen={(event) => openEvent(event.id)}
              more={{
                has: events.hasNextPage,
                busy: events.isFetchingNextPage,
                load: () => void events.fetchNextPage(),
              }}
            />
          )}
        </div>
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
