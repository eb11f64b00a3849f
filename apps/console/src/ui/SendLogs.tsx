import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Trans } from '../i18n/Trans.tsx';
import { CopyBlock } from './CopyBlock.tsx';
import { curlExample } from './senders.ts';

/** How the first events get in: one command to try, and the page with tokens and shippers. */
export function SendLogs() {
  const { t } = useI18n();
  return (
    <>
      <div>
        <Trans k="send.hint" values={{ tokens: <Link to="/tokens">{t('nav.tokens')}</Link> }} />
      </div>
      <CopyBlock code={curlExample(window.location.origin, 'HAECHI_TOKEN')} label={t('send.command')} />
    </>
  );
}
