import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { UPLOADS, useUploads } from '../../api/uploads.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { uploadExample } from '../../ui/senders.ts';
import { DropZone } from './DropZone.tsx';
import { outbox } from './outbox.ts';
import { SendingPanel } from './SendingPanel.tsx';
import { UploadDrawer } from './UploadDrawer.tsx';
import { UploadTable } from './UploadTable.tsx';

/** Log files of machines that cannot send by themselves: given here as files, searched and judged like all others. */
export function UploadsScreen() {
  const { t, tn } = useI18n();
  const uploads = useUploads();
  const client = useQueryClient();
  const maySend = useHasRole('analyst');
  const [openId, setOpenId] = useState<string>();
  useEffect(() => outbox.onArrival(() => void client.invalidateQueries({ queryKey: UPLOADS })), [client]);
  return (
    <Page
      title={t('nav.uploads')}
      detail={uploads.data === undefined ? undefined : tn('uploads.count', uploads.data.rows.length)}
      fill
    >
      {maySend && <DropZone />}
      <SendingPanel />
      <Loaded query={uploads} height={400}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState icon="upload" title={t('uploads.none')} hint={t('uploads.noneHint')}>
              <div>{t('uploads.byCommand')}</div>
              <CopyBlock code={uploadExample(window.location.origin, 'HAECHI_TOKEN')} label={t('send.command')} />
            </EmptyState>
          ) : (
            <UploadTable rows={rows} currentId={openId} onOpen={({ id }) => setOpenId(id)} />
          )
        }
      </Loaded>
      <UploadDrawer upload={uploads.data?.rows.find(({ id }) => id === openId)} onClose={() => setOpenId(undefined)} />
    </Page>
  );
}
