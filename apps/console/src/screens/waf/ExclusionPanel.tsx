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
import { NewExclusionDialog } from './NewExclusionDialog.tsx';

/** What is normal on the site although a rule takes it for an attack. */
export function ExclusionPanel({ site }: { readonly site: WafSite }) {
  const { t } = useI18n();
  const notify = useNotify();
  const { include } = useSiteChanges(site.id);
  const mayChange = useHasRole('responder');
  const [adding, setAdding] = useState(false);
  const add = mayChange && (
    <Button size="compact-xs" variant="default" onClick={() => setAdding(true)}>
      {t('waf.addExclusion')}
    </Button>
  );
  return (
    <Panel title={t('waf.exclusions')} aside={add} flush>
      {site.exclusions.length === 0 ? (
        <EmptyState compact icon="shieldOff" title={t('waf.noExclusions')} hint={t('waf.noExclusionsHint')} />
      ) : (
        <PlainTable
          label={t('waf.exclusions')}
          head={[t('waf.rule'), t('waf.path'), t('waf.target'), t('waf.reason'), t('waf.written'), t('common.actions')]}
          rows={site.exclusions.map((entry) => ({
            id: entry.id,
            cells: [
              <span key="rule" className="mono">
                {entry.rule}
              </span>,
              <span key="path" className="mono">
                {entry.path ?? t('waf.everywhere')}
              </span>,
              <span key="target" className="mono">
                {entry.target ?? t('waf.wholeRule')}
              </span>,
              entry.reason,
              <span key="written">
                {entry.author} <Time iso={entry.created} as="minute" />
              </span>,
              <ConfirmButton
                key="remove"
                label={t('waf.judgeAgain')}
                question={t('waf.judgeAgainQuestion', { rule: String(entry.rule) })}
                disabled={!mayChange}
                onConfirm={() =>
                  include.mutate(entry.id, {
                    onSuccess: () => notify.done(t('waf.saved', { name: site.name })),
                    onError: notify.failed,
                  })
                }
              />,
            ],
          }))}
        />
      )}
      {adding && <NewExclusionDialog site={site} onClose={() => setAdding(false)} />}
    </Panel>
  );
}
