import type { Feed } from '@haechi/platform/api/schemas/intel-feeds.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFeeds } from '../../api/intelFeeds.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { EditFeedDialog } from './EditFeedDialog.tsx';
import { FeedActions } from './FeedActions.tsx';
import { FeedResult } from './FeedResult.tsx';
import styles from './feeds.module.css';
import { useIntervalText } from './IntervalSelect.tsx';
import { NewFeedDialog } from './NewFeedDialog.tsx';

/** Feeds that are polled, each with what its last poll came to. */
export function FeedsPanel() {
  const { t } = useI18n();
  const feeds = useFeeds();
  const intervalText = useIntervalText();
  const mayAdd = useHasRole('admin');
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Feed>();
  const add = mayAdd && (
    <Button
      size="compact-xs"
      variant="light"
      leftSection={<Icon name="plus" size={13} />}
      onClick={() => setAdding(true)}
    >
      {t('intel.feeds.add')}
    </Button>
  );
  return (
    <Panel title={t('intel.feeds.title')} aside={add} flush>
      <Loaded query={feeds}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState
              compact
              icon="link"
              title={t('intel.feeds.none')}
              hint={t(mayAdd ? 'intel.feeds.noneHint' : 'intel.feeds.noneHintReader')}
            />
          ) : (
            <PlainTable
              label={t('intel.feeds.title')}
              head={[
                t('intel.name'),
                t('intel.indicators'),
                t('intel.feeds.result'),
                t('intel.feeds.interval'),
                t('nav.tenant'),
                t('common.actions'),
              ]}
              right={[1]}
              rows={rows.map((feed) => ({
                id: `${feed.tenant} ${feed.name}`,
                cells: [
                  <div key="name" className={styles.name}>
                    {feed.name}
                    <div className={styles.side} title={`${feed.url}\n${feed.collection}`}>
                      {[feed.title, new URL(feed.url).host].filter((part) => part !== '').join(' · ')}
                    </div>
                  </div>,
                  feed.total.toLocaleString(),
                  <FeedResult key="result" feed={feed} />,
                  <span key="interval" style={{ whiteSpace: 'nowrap' }}>
                    {feed.enabled ? intervalText(feed.intervalS) : t('intel.feeds.off')}
                  </span>,
                  <span key="tenant" className="mono">
                    {feed.tenant}
                  </span>,
                  <FeedActions key="actions" feed={feed} onEdit={() => setEditing(feed)} />,
                ],
              }))}
            />
          )
        }
      </Loaded>
      {adding && <NewFeedDialog onClose={() => setAdding(false)} />}
      {editing !== undefined && <EditFeedDialog feed={editing} onClose={() => setEditing(undefined)} />}
    </Panel>
  );
}
