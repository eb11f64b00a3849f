import { Button } from '@mantine/core';
import { useState } from 'react';
import { useIntelLists, useRemoveIntelList } from '../../api/intel.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { FeedsPanel } from './FeedsPanel.tsx';
import { NewListDialog } from './NewListDialog.tsx';

/** Lists of indicators that every event is compared with. */
export function IntelScreen() {
  const { t } = useI18n();
  const notify = useNotify();
  const lists = useIntelLists();
  const remove = useRemoveIntelList();
  const mayChange = useHasRole('responder');
  const [adding, setAdding] = useState(false);
  const add = mayChange && (
    <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
      {t('intel.add')}
    </Button>
  );
  return (
    <Page title={t('nav.intel')} detail={t('intel.hint')} actions={add}>
      <FeedsPanel />
      <Panel title={t('intel.lists')} flush>
        <Loaded query={lists}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState icon="evidence" title={t('intel.none')} hint={t('intel.noneHint')}>
                {add}
              </EmptyState>
            ) : (
              <PlainTable
                label={t('intel.lists')}
                head={[
                  t('intel.name'),
                  t('intel.indicators'),
                  t('intel.uploaded'),
                  t('nav.tenant'),
                  t('common.actions'),
                ]}
                right={[1]}
                rows={rows.map((list) => ({
                  id: `${list.tenant} ${list.name}`,
                  cells: [
                    list.name,
                    list.indicators.toLocaleString(),
                    <span key="uploaded">
                      {list.feed ? t('intel.byFeed') : list.author} <Time iso={list.created} as="minute" />
                    </span>,
                    <span key="tenant" className="mono">
                      {list.tenant}
                    </span>,
                    <ConfirmButton
                      key="remove"
                      label={t('intel.remove')}
                      question={t('intel.removeQuestion', { name: list.name })}
                      disabled={!mayChange || list.feed}
                      onConfirm={() =>
                        remove.mutate(list, {
                          onSuccess: () => notify.done(t('intel.removed', { name: list.name })),
                          onError: notify.failed,
                        })
                      }
                    />,
                  ],
                }))}
              />
            )
          }
        </Loaded>
      </Panel>
      {adding && <NewListDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
