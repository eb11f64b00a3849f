import { useExceptions, useRemoveException } from '../../api/exceptions.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';

/** What was declared normal for a rule, by whom and why, and the way to take it back. */
export function ExceptionList({ ruleId }: { readonly ruleId: string }) {
  const { t } = useI18n();
  const exceptions = useExceptions(ruleId);
  const remove = useRemoveException(ruleId);
  const notify = useNotify();
  const mayChange = useHasRole('responder');
  return (
    <Loaded query={exceptions}>
      {({ rows }) =>
        rows.length === 0 ? (
          <EmptyState compact icon="shieldOff" title={t('exception.none')} hint={t('exception.noneHint')} />
        ) : (
          <PlainTable
            label={t('exception.list')}
            head={[t('exception.what'), t('exception.reason'), t('exception.by'), t('common.actions')]}
            rows={rows.map((row) => ({
              id: row.id,
              cells: [
                <span key="what" className="mono">
                  {t('exception.choice', { field: row.field, value: row.value })}
                </span>,
                row.reason,
                <span key="by">
                  {row.createdBy} <Time iso={row.created} as="date" />
                </span>,
                <IconButton
                  key="remove"
                  icon="trash"
                  label={t('exception.remove')}
                  danger
                  disabled={!mayChange || remove.isPending}
                  onClick={() =>
                    remove.mutate(row.id, {
                      onSuccess: () => notify.done(t('exception.removed')),
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
  );
}
