import { Button, Group } from '@mantine/core';
import { reportHref } from '../../api/incidents.ts';
import { useTenantParam } from '../../api/tenantParam.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';

const FORMATS = ['pdf', 'html', 'json'] as const;

/** The report of the incident in the language of the screen. */
export function ReportLinks({ id }: { readonly id: string }) {
  const { t, lang } = useI18n();
  const tenant = useTenantParam();
  return (
    <div>
      <div style={{ fontSize: '0.75rem', fontWeight: 500, marginBottom: 4 }}>{t('incident.report')}</div>
      <Group gap={6}>
        {FORMATS.map((format) => (
          <Button
            key={format}
            component="a"
            href={reportHref(id, { ...tenant, format, lang })}
            download
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="download" size={13} />}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </Group>
    </div>
  );
}
