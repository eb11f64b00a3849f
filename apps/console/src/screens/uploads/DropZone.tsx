import { Select } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { useTenantParam } from '../../api/tenantParam.ts';
import { useTimeZone } from '../../format/TimeZoneProvider.tsx';
import { timeZones } from '../../format/zones.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PickFiles } from '../../ui/PickFiles.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import styles from './DropZone.module.css';
import { outbox } from './outbox.ts';
import { ofDialog, ofDrop, type Picked } from './picked.ts';

/** Takes files and folders by drag and drop or by a dialog, and sends them. */
export function DropZone() {
  const { t } = useI18n();
  const notify = useNotify();
  const tenant = useTenantParam();
  const [timeZone, setTimeZone] = useState(useTimeZone());
  const [isOver, setIsOver] = useState(false);
  const send = (files: readonly Picked[]) => outbox.add(files, { ...tenant, timeZone });
  const over = (event: DragEvent, next: boolean) => {
    event.preventDefault();
    setIsOver(next);
  };
  return (
    <section
      aria-label={t('uploads.drop')}
      className={styles.zone}
      data-over={isOver || undefined}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false);
        ofDrop(event.dataTransfer).then(send, notify.failed);
      }}
    >
      <Icon name="upload" size={26} />
      <div className={styles.text}>
        <div className={styles.what}>{t('uploads.drop')}</div>
        <div className={styles.hint}>{t('uploads.dropHint')}</div>
      </div>
      <Select
        size="xs"
        w={200}
        searchable
        allowDeselect={false}
        label={t('uploads.timeZone')}
        data={timeZones()}
        value={timeZone}
        onChange={(zone) => setTimeZone(zone ?? timeZone)}
      />
      <PickFiles label={t('uploads.pickFiles')} onPick={(files) => send(ofDialog(files))} />
      <PickFiles label={t('uploads.pickFolder')} folder onPick={(files) => send(ofDialog(files))} />
    </section>
  );
}
