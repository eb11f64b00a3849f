import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useOverview } from '../../api/overview.ts';
import { useRange } from '../../format/useRange.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { Attention } from './Attention.tsx';
import { IntakePanel } from './IntakePanel.tsx';
import { LevelTiles } from './LevelTiles.tsx';
import { LiveRate } from './LiveRate.tsx';
import styles from './OverviewScreen.module.css';
import { SourcesPanel } from './SourcesPanel.tsx';
import { TopEntities } from './TopEntities.tsx';
import { TopRules } from './TopRules.tsx';

const route = getRouteApi('/signed-in/');
const DEFAULT_RANGE = '24h';
/** A range that ends now moves on by itself this often. */
const REFRESH_MS = 30_000;

/** What needs someone now, first; then what comes in and what is seen most. Every number opens its rows. */
export function OverviewScreen() {
  const { t } = useI18n();
  const params = route.useSearch();
  const navigate = route.useNavigate();
  const { range, refresh } = useRange(params, DEFAULT_RANGE);
  const overview = useOverview(range);
  const isMoving = params.from === undefined;
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(refresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isMoving, refresh]);
  return (
    <Page
      title={t('nav.overview')}
      actions={
        <>
          <TimeRangePicker
            params={params}
            fallback={DEFAULT_RANGE}
            range={range}
            onChange={(next) => {
              refresh();
              void navigate({ search: ({ tenant }) => ({ ...(tenant === undefined ? {} : { tenant }), ...next }) });
            }}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={overview.isFetching}
            onClick={refresh}
          >
            {t('common.refresh')}
          </Button>
        </>
      }
    >
      <Loaded query={overview} height={480}>
        {(data) => (
          <>
            <LevelTiles counts={data.counts.openByPriority} />
            <div className={styles.two}>
              <Attention incidents={data.needsAttention} />
              <div className={styles.column}>
                <LiveRate />
                <TopRules rules={data.topRules} />
              </div>
            </div>
            <IntakePanel buckets={data.intake} />
            <TopEntities top={data.topEntities} params={params} />
            <SourcesPanel sources={data.sources} params={params} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
