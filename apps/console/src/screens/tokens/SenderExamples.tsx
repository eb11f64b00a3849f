import { Tabs } from '@mantine/core';
import { useSettings } from '../../api/settings.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { curlExample, fluentBitExample, rsyslogExample } from '../../ui/senders.ts';

const PLACEHOLDER = 'HAECHI_TOKEN';

/** Ready-made configuration for the usual senders, with the token just made where there is one. */
export function SenderExamples({ token = PLACEHOLDER }: { readonly token?: string | undefined }) {
  const { t } = useI18n();
  const settings = useSettings();
  const { origin, hostname } = window.location;
  const syslog = settings.data?.intake.syslog;
  const examples = [
    { id: 'curl', name: 'curl (HEC)', code: curlExample(origin, token) },
    ...(syslog === undefined
      ? []
      : [{ id: 'rsyslog', name: 'rsyslog', code: rsyslogExample(hostname, syslog.tcpPort) }]),
    { id: 'fluent-bit', name: 'Fluent Bit', code: fluentBitExample(origin, token) },
  ];
  return (
    <Panel title={t('tokens.examples')}>
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List mb="sm">
          {examples.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {examples.map(({ id, name, code }) => (
          <Tabs.Panel key={id} value={id}>
            {id === 'rsyslog' && <p style={{ marginTop: 0 }}>{t('tokens.syslogHint')}</p>}
            <CopyBlock code={code} label={name} />
          </Tabs.Panel>
        ))}
      </Tabs>
      {token === PLACEHOLDER && (
        <p style={{ marginBottom: 0 }}>{t('tokens.placeholderHint', { placeholder: PLACEHOLDER })}</p>
      )}
    </Panel>
  );
}
