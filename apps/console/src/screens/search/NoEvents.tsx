import { Button, Group } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SendLogs } from '../../ui/SendLogs.tsx';

interface Props {
  /** Whether a query was given: then it may be the query that finds nothing. */
  readonly asked: boolean;
  readonly onWiden: () => void;
  readonly onClear: () => void;
}

/** Nothing found: widen the time, drop the query, or send the first logs. */
export function NoEvents({ asked, onWiden, onClear }: Props) {
  const { t } = useI18n();
  return (
    <EmptyState icon="search" title={t('search.none')} hint={asked ? t('search.noneAsked') : t('search.noneYet')}>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onWiden}>
          {t('search.widen')}
        </Button>
        {asked && (
          <Button size="xs" variant="default" onClick={onClear}>
            {t('search.clear')}
          </Button>
        )}
      </Group>
      {!asked && <SendLogs />}
    </EmptyState>
  );
}
