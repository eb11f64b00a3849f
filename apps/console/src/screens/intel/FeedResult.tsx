import type { Feed } from '@haechi/platform/api/schemas/intel-feeds.ts';
import { Loader } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Time } from '../../ui/Time.tsx';
import styles from './feeds.module.css';

const REASONS = ['revoked', 'ended', 'pattern_unsupported', 'malformed'] as const;

/** What the last poll of a feed came to, in words. */
export function FeedResult({ feed }: { readonly feed: Feed }) {
  const { t } = useI18n();
  const { due, enabled, problem, lastPoll, lastSuccess } = feed;
  if (due)
    return (
      <span className={styles.line}>
        <Loader size={12} /> {t('intel.feeds.polling')}
      </span>
    );
  if (problem !== undefined)
    return (
      <div>
        <span className={styles.line} data-state="bad">
          <Icon name="warning" size={14} /> {t(`intel.feeds.problem.${problem}`)}
        </span>
        <div className={styles.side}>
          {lastSuccess === undefined ? (
            t('intel.feeds.neverRead')
          ) : (
            <>
              {t('intel.feeds.lastSuccess')} <Time iso={lastSuccess} as="ago" />
            </>
          )}
        </div>
      </div>
    );
  if (lastPoll === undefined)
    return <span className={styles.side}>{t(enabled ? 'intel.feeds.waiting' : 'intel.feeds.never')}</span>;
  return (
    <div>
      <span className={styles.line} data-state="good">
        <Icon name="check" size={14} /> <FeedChange feed={feed} />
      </span>
      <div className={styles.side}>
        <Time iso={lastPoll} as="ago" />
        <Unused feed={feed} />
      </div>
    </div>
  );
}

function FeedChange({ feed: { added, removed } }: { readonly feed: Feed }) {
  const { t, tn } = useI18n();
  if (added === 0 && removed === 0) return t('intel.feeds.unchanged');
  const parts = [
    ...(added > 0 ? [tn('intel.feeds.added', added)] : []),
    ...(removed > 0 ? [tn('intel.feeds.removed', removed)] : []),
  ];
  return parts.join(', ');
}

/** How many objects are not in the list; why, on hover. */
function Unused({ feed: { unused } }: { readonly feed: Feed }) {
  const { t, tn } = useI18n();
  const reasons = REASONS.filter((reason) => (unused?.[reason] ?? 0) > 0);
  if (unused === undefined || reasons.length === 0) return null;
  const count = reasons.reduce((sum, reason) => sum + unused[reason], 0);
  const why = reasons.map((reason) => t(`intel.feeds.unusedReason.${reason}`, { count: unused[reason] }));
  return (
    <span title={why.join('\n')} className={styles.hint}>
      {tn('intel.feeds.unused', count)}
    </span>
  );
}
