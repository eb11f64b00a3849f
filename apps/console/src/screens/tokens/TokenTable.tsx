import type { Token } from '@haechi/platform/api/schemas/tokens.ts';
import { useRevokeToken } from '../../api/tokens.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';

export function TokenTable({ tokens }: { readonly tokens: readonly Token[] }) {
  const { t } = useI18n();
  const revoke = useRevokeToken();
  const notify = useNotify();
  return (
    <PlainTable
      label={t('nav.tokens')}
      head={[
        t('tokens.name'),
        t('tokens.prefix'),
        t('tokens.scopes'),
        t('nav.tenant'),
        t('tokens.created'),
        t('tokens.lastUsed'),
        t('tokens.expires'),
        t('common.actions'),
      ]}
      rows={tokens.map((token) => ({
        id: token.id,
        cells: [
          <strong key="name">{token.name}</strong>,
          <span key="prefix" className="mono">
            {token.prefix}
          </span>,
          token.scopes.map((scope) => t(`scope.${scope}`)).join(', '),
          <span key="tenant" className="mono">
            {token.tenant}
          </span>,
          <span key="created">
            {token.createdBy} <Time iso={token.created} as="date" />
          </span>,
          token.lastUsed === undefined ? t('tokens.neverUsed') : <Time key="used" iso={token.lastUsed} as="ago" />,
          token.expiresAt === undefined ? t('tokens.noEnd') : <Time key="end" iso={token.expiresAt} as="date" />,
          <ConfirmButton
            key="revoke"
            label={t('tokens.revoke')}
            question={t('tokens.revokeQuestion', { name: token.name })}
            onConfirm={() =>
              revoke.mutate(token.id, {
                onSuccess: () => notify.done(t('tokens.revoked', { name: token.name })),
                onError: notify.failed,
              })
            }
          />,
        ],
      }))}
    />
  );
}
