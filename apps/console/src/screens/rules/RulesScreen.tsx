import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useRules } from '../../api/rules.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import type { RuleSearch } from './filter.ts';
import { RuleDrawer } from './RuleDrawer.tsx';
import { RuleFilterBar } from './RuleFilterBar.tsx';
import { RuleTable } from './RuleTable.tsx';

const route = getRouteApi('/signed-in/rules');

/** Every rule that applies here: what it finds, whether it is on, how often it fired. */
export function RulesScreen() {
  const { t, tn } = useI18n();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const rules = useRules(search);
  const rows = useMemo(() => rules.data?.pages.flatMap((page) => page.rows) ?? [], [rules.data]);
  const view = search.view ?? 'all';
  const change = (next: Partial<Record<keyof RuleSearch, unknown>>) =>
    void navigate({ search: (before) => ({ ...before, ...next }) as typeof before, replace: 'rule' in next });
  return (
    <Page
      title={t('nav.rules')}
      detail={rules.data === undefined ? undefined : tn('rules.count', rows.length)}
      fill
      actions={
        <>
          <RuleFilterBar search={search} onChange={change} />
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="upload" size={14} />}
            renderRoot={(props) => <Link to="/packs" {...props} />}
          >
            {t('packs.title')}
          </Button>
        </>
      }
    >
      <Loaded query={rules} height={400}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon="rules" title={t('rules.none')} hint={t(`rules.noneHint.${view}`)} />
          ) : (
            <RuleTable
              // A view is an order of its own: the table starts anew with it.
              key={view}
              view={view}
              rows={rows}
              currentId={search.rule}
              onOpen={(rule) => change({ rule: rule.id })}
              more={{
                has: rules.hasNextPage,
                busy: rules.isFetchingNextPage,
                load: () => void rules.fetchNextPage(),
              }}
            />
          )
        }
      </Loaded>
      {search.rule !== undefined && <RuleDrawer id={search.rule} onClose={() => change({ rule: undefined })} />}
    </Page>
  );
}
