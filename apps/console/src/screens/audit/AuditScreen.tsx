import type { AuditEntry } from '@haechi/platform/api/schemas/audit.ts';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useAudit } from '../../api/audit.ts';
import { useRange } from '../../format/useRange.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { AuditDrawer } from './AuditDrawer.tsx';
import { AuditTable } from './AuditTable.tsx';

const route = getRouteApi('/signed-in/audit');
const DEFAULT_RANGE = '7d';

/** Who did what, when, from where, and with what outcome. */
export function AuditScreen() {
  const { t } = useI18n();
  const params = route.useSearch();
  const navigate = route.useNavigate();
  const { range, refresh } = useRange(params, DEFAULT_RANGE);
  const audit = useAudit(range);
  const rows = useMemo(() => audit.data?.pages.flatMap((page) => page.rows) ?? [], [audit.data]);
  const [entry, setEntry] = useState<AuditEntry>();
  return (
    <Page
      title={t('nav.audit')}
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
      <Loaded query={audit} height={400}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon="audit" title={t('audit.none')} hint={t('audit.noneHint')} />
          ) : (
            <AuditTable
              rows={rows}
              currentId={entry?.id}
              onOpen={setEntry}
              more={{
                has: audit.hasNextPage,
                busy: audit.isFetchingNextPage,
                load: () => void audit.fetchNextPage(),
              }}
            />
          )
        }
      </Loaded>
      <AuditDrawer entry={entry} onClose={() => setEntry(undefined)} />
    </Page>
  );
}
