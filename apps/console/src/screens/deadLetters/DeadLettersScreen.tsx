import type { DeadLetter } from '@haechi/platform/api/schemas/deadletters.ts';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeadLetters } from '../../api/deadLetters.ts';
import { useRange } from '../../format/useRange.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { DeadLetterDrawer } from './DeadLetterDrawer.tsx';
import { DeadLetterTable } from './DeadLetterTable.tsx';
import { ReplayBar } from './ReplayBar.tsx';

const route = getRouteApi('/signed-in/dead-letters');
const DEFAULT_RANGE = '7d';

/** Records that no decoder could read, kept with the reason: nothing is lost in silence. */
export function DeadLettersScreen() {
  const { t, tn } = useI18n();
  const params = route.useSearch();
  const navigate = route.useNavigate();
  const { range, refresh } = useRange(params, DEFAULT_RANGE);
  const letters = useDeadLetters(range, params.source);
  const [letter, setLetter] = useState<DeadLetter>();
  const [reason, setReason] = useState<string>();
  return (
    <Page
      title={t('nav.deadLetters')}
      detail={letters.data === undefined ? undefined : tn('deadLetters.count', letters.data.rows.length)}
      fill
      actions={
        <TimeRangePicker
          params={params}
          fallback={DEFAULT_RANGE}
          range={range}
          onChange={(next) => {
            refresh();
            void navigate({ search: ({ range: _range, from: _from, to: _to, ...rest }) => ({ ...rest, ...next }) });
          }}
        />
      }
    >
      <Loaded query={letters} height={400}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon="check" title={t('deadLetters.none')} hint={t('deadLetters.noneHint')} />
          ) : (
            <>
              <ReplayBar
                rows={rows}
                range={range}
                reason={reason}
                onReason={setReason}
                source={params.source}
                onAnySource={() => void navigate({ search: ({ source: _source, ...rest }) => rest })}
              />
              <DeadLetterTable
                rows={reason === undefined ? rows : rows.filter((row) => row.reason === reason)}
                currentId={letter?.id}
                onOpen={setLetter}
              />
            </>
          )
        }
      </Loaded>
      <DeadLetterDrawer letter={letter} onClose={() => setLetter(undefined)} />
    </Page>
  );
}
