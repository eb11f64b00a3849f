import type { Settings } from '@haechi/platform/api/schemas/settings.ts';
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Trans } from '../../i18n/Trans.tsx';

/** Where senders connect: told by the server, changed only in its start options. */
export function IntakeAddresses({ intake: { http, syslog } }: { readonly intake: Settings['intake'] }) {
  const { t } = useI18n();
  return (
    <div>
      <div style={{ fontWeight: 500 }}>{t('settings.intake')}</div>
      <ul className="mono" style={{ margin: '4px 0', paddingLeft: 18 }}>
        {http !== undefined && <li>{`HTTP ${http.host}:${http.port}`}</li>}
        {syslog !== undefined && <li>{`syslog ${syslog.host} UDP ${syslog.udpPort}, TCP ${syslog.tcpPort}`}</li>}
      </ul>
      {http === undefined && <div>{t('settings.intake_elsewhere')}</div>}
      <Trans k="send.hint" values={{ tokens: <Link to="/tokens">{t('nav.tokens')}</Link> }} />
    </div>
  );
}
