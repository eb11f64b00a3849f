import type { Feed } from '@haechi/platform/api/schemas/intel-feeds.ts';
import { Button } from '@mantine/core';
import { usePollFeed, useRemoveFeed } from '../../api/intelFeeds.ts';
import { useHasRoleIn } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import styles from './feeds.module.css';

interface Props {
  readonly feed: Feed;
  readonly onEdit: () => void;
}

/** Polls a feed now, changes it, or removes it with its list. */
export function FeedActions({ feed, onEdit }: Props) {
  const { t } = useI18n();
  const notify = useNotify();
  const poll = usePollFeed();
  const remove = useRemoveFeed();
  const mayPoll = useHasRoleIn('responder', feed.tenant);
  const mayChange = useHasRoleIn('admin', feed.tenant);
  const { name, enabled, due } = feed;
  return (
    <div className={styles.actions}>
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={!mayPoll || !enabled || due}
        onClick={() => poll.mutate(feed, { onError: notify.failed })}
      >
        {t('intel.feeds.pollNow')}
      </Button>
      <Button size="compact-xs" variant="subtle" disabled={!mayChange} onClick={onEdit}>
        {t('intel.feeds.edit')}
      </Button>
      <ConfirmButton
        label={t('intel.remove')}
        question={t('intel.feeds.removeQuestion', { name })}
        disabled={!mayChange}
        onConfirm={() =>
          remove.mutate(feed, {
            onSuccess: () => notify.done(t('intel.removed', { name })),
            onError: notify.failed,
          })
        }
      />
    </div>
  );
}
