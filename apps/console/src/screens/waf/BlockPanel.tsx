import type { WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useHasRole } from '../../api/useRole.ts';
import { useSiteChanges } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { NewBlockDialog } from './NewBlockDialog.tsx';

/** Who is turned away before any rule runs, until when and why. */
export function BlockPanel({ site }: { readonly site: WafSite }) {
  const { t } = useI18n();
  const notify = useNotify();
  const { letIn } = useSiteChanges(site.id);
  const mayChange = useHasRole('responder');
  const [adding, setAdding] = useState(false);
  const add = mayChange && (
    <Button size="compact-xs" variant="default" onClick={() => setAdding(true)}>
      {t('waf.addBlock')}
    </Button>
  );
  return (
    <Panel title={t('waf.blocks')} aside={add} flush>
      {site.blocked.length === 0 ? (
        <EmptyState compact icon="filterOut" title={t('waf.noBlocks')} hint={t('waf.noBlocksHint')} />
      ) : (
        <PlainTable
          label={t('waf.blocks')}
          head={[t('waf.kind'), t('waf.who'), t('waf.until'), t('waf.reason'), t('waf.written'), t('common.actions')]}
          rows={site.blocked.map((entry) => ({
            id: entry.id,
            cells: [
              t(`waf.kinds.${entry.kind}`),
              <span key="who" className="mono">
                {entry.value}
              </span>,
              entry.expires === undefined ? t('waf.forever') : <Time key="until" iso={entry.expires} as="minute" />,
              entry.reason,
              <span key="written">
                {entry.author} <Time iso={entry.created} as="minute" />
              </span>,
              <ConfirmButton
                key="remove"
                label={t('waf.letIn')}
                question={t('waf.letInQuestion', { who: entry.value })}
                disabled={!mayChange}
                onConfirm={() =>
                  letIn.mutate(entry.id, {
                    onSuccess: () => notify.done(t('waf.saved', { name: site.name })),
                    onError: notify.failed,
                  })
                }
              />,
            ],
          }))}
        />
      )}
      {adding && <NewBlockDialog site={site} onClose={() => setAdding(false)} />}
    </Panel>
  );
}
