import type { CreatedToken } from '@haechi/platform/api/schemas/tokens.ts';
import { Alert } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** The secret of a token just made: shown this once. */
export function TokenSecret({ token }: { readonly token: CreatedToken }) {
  const { t } = useI18n();
  return (
    <Alert icon={<Icon name="tokens" />} title={t('tokens.once', { name: token.name })}>
      <p style={{ margin: '0 0 8px' }}>{t('tokens.onceHint')}</p>
      <CopyBlock code={token.token} label={t('tokens.secret')} />
    </Alert>
  );
}
