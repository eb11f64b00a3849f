import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { Tabs } from '@mantine/core';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { AddressDataSource } from './AddressDataSource.tsx';
import { CopyBlock } from './CopyBlock.tsx';
import styles from './EventDrawer.module.css';
import { FieldTable } from './FieldTable.tsx';
import { Time } from './Time.tsx';
import { WafVerdict } from './waf/WafVerdict.tsx';

interface Props {
  readonly event: EventRow;
  readonly onFilter?: (field: string, value: string, keep: boolean) => void;
}

/** ECS fields, the source's own fields, and the record as it came in. */
export function EventDetail({ event, onFilter }: Props) {
  const { t } = useI18n();
  const isWaf = event.decoder === 'haechi-waf';
  return (
    <>
      <div className={styles.head}>
        <Time iso={event.time} />
        <span>{t('event.from', { source: event.source })}</span>
        <span>{t('event.decodedBy', { decoder: event.decoder })}</span>
        <span className="mono">{event.tenant}</span>
      </div>
      <Tabs defaultValue="ecs" keepMounted={false}>
        <Tabs.List mb="xs">
          <Tabs.Tab value="ecs">{t('event.ecs')}</Tabs.Tab>
          {isWaf && <Tabs.Tab value="waf">{t('waf.matched')}</Tabs.Tab>}
          <Tabs.Tab value="native">{t('event.native')}</Tabs.Tab>
          <Tabs.Tab value="raw">{t('event.raw')}</Tabs.Tab>
          <Tabs.Tab value="json">{t('event.json')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="ecs">
          <FieldTable document={event.event} {...(onFilter === undefined ? {} : { onFilter })} />
          <AddressDataSource document={event.event} />
        </Tabs.Panel>
        {isWaf && (
          <Tabs.Panel value="waf">
            <WafVerdict event={event} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="native">
          <FieldTable
            document={event.native}
            {...(onFilter === undefined
              ? {}
              : { onFilter: (field, value, keep) => onFilter(`native.${field}`, value, keep) })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="raw">
          <CopyBlock code={event.raw} label={t('event.raw')} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <CopyBlock code={JSON.stringify(event, null, 2)} label={t('event.json')} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
