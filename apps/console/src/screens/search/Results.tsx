import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { type Question, useCount, useHistogram, type useSearchEvents } from '../../api/search.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { EventTable } from './EventTable.tsx';
import { NoEvents } from './NoEvents.tsx';
import type { SearchParams } from './params.ts';
import styles from './SearchScreen.module.css';
import { SearchStatus } from './SearchStatus.tsx';
import { Timeline } from './Timeline.tsx';

const BUCKETS = 80;

interface Props {
  readonly question: Question;
  readonly events: ReturnType<typeof useSearchEvents>;
  /** The rows of all pages fetched so far. */
  readonly rows: readonly EventRow[];
  readonly order: 'newest' | 'oldest';
  readonly columns: readonly string[];
  readonly currentId: string | undefined;
  readonly onChange: (next: Partial<Record<keyof SearchParams, unknown>>) => void;
  readonly onColumn: (name: string) => void;
  readonly onOpen: (id: string) => void;
}

/** What was found: over time, how many, and the rows; or why there are none. */
export function Results(props: Props) {
  const { question, events, rows, order, columns, currentId, onChange, onColumn, onOpen } = props;
  const { t } = useI18n();
  const count = useCount(question);
  const histogram = useHistogram(question, BUCKETS);
  if (events.data === undefined && events.isError) {
    return (
      <div className={styles.scroll}>
        <EmptyState icon="search" title={t('search.failed')} hint={t('search.failedHint')} />
      </div>
    );
  }
  return (
    <div className={styles.results}>
      <Timeline query={histogram} onBrush={(from, to) => onChange({ range: undefined, from, to })} />
      <SearchStatus
        count={count.data?.count}
        elapsedMs={events.data?.pages[0]?.elapsedMs}
        order={order}
        onOrder={(next) => onChange({ order: next === 'oldest' ? next : undefined })}
        columns={columns}
        onColumn={onColumn}
      />
      {events.data !== undefined && rows.length === 0 ? (
        <div className={styles.scroll}>
          <NoEvents
            asked={question.query !== ''}
            onWiden={() => onChange({ range: '30d', from: undefined, to: undefined })}
            onClear={() => onChange({ q: undefined })}
          />
        </div>
      ) : (
        <EventTable
          rows={rows}
          columns={columns}
          currentId={currentId}
          onOpen={(event) => onOpen(event.id)}
          more={{
            has: events.hasNextPage,
            busy: events.isFetchingNextPage,
            load: () => void events.fetchNextPage(),
          }}
        />
      )}
    </div>
  );
}
