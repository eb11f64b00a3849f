import type { Upload } from '@haechi/platform/api/schemas/uploads.ts';
import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRemoveUpload } from '../../api/uploads.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { byteText } from '../../ui/byteText.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { UploadProblems } from './UploadProblems.tsx';
import { UploadStatus } from './UploadStatus.tsx';

interface Props {
  readonly upload: Upload | undefined;
  readonly onClose: () => void;
}

/** One upload whole: how far it is, what became of its records, and the way to them. */
export function UploadDrawer({ upload, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Drawer
      opened={upload !== undefined}
      onClose={onClose}
      title={upload?.name ?? ''}
      size={560}
      withOverlay={false}
      trapFocus={false}
      closeOnClickOutside={false}
      shadow="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      {upload !== undefined && <UploadBody upload={upload} onGone={onClose} />}
    </Drawer>
  );
}

function UploadBody({ upload, onGone }: { readonly upload: Upload; readonly onGone: () => void }) {
  const { t, lang } = useI18n();
  const format = useFormat();
  const notify = useNotify();
  const remove = useRemoveUpload();
  const mayRemove = useHasRole('analyst');
  const { id, name, bytes, sha256, author, created, timeZone, inputs, accepted, rejected } = upload;
  const isDone = upload.status === 'done';
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('uploads.status'), <UploadStatus key="status" upload={upload} />],
    [t('uploads.bytes'), byteText(bytes, lang)],
    [t('uploads.inputs'), format.number(inputs)],
    [t('uploads.accepted'), format.number(accepted)],
    [t('uploads.rejected'), format.number(rejected)],
    ...(isDone
      ? ([
          [t('uploads.events'), format.number(upload.events ?? 0)],
          [t('uploads.unreadable'), format.number(upload.unreadable ?? 0)],
        ] as const)
      : []),
    [t('uploads.timeZone'), timeZone],
    [
      t('uploads.author'),
      <span key="author">
        {author} <Time iso={created} as="minute" />
      </span>,
    ],
    ...(sha256 === undefined
      ? []
      : ([
          [
            'SHA-256',
            <span key="sha" className="mono" style={{ overflowWrap: 'anywhere' }}>
              {sha256}
            </span>,
          ],
        ] as const)),
  ];
  return (
    <Stack gap="sm">
      <PlainTable
        label={name}
        head={[t('uploads.property'), t('uploads.value')]}
        rows={rows.map(([label, value]) => ({ id: label, cells: [label, value] }))}
      />
      {upload.heldBy !== undefined && (
        <Text size="sm" c="dimmed">
          {t(`uploads.heldByHint.${upload.heldBy}`)}
        </Text>
      )}
      <Group gap="xs">
        <SearchLink upload={upload} />
        {(upload.unreadable ?? 0) > 0 && (
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/dead-letters"
                search={{ source: upload.source, from: created, to: new Date(Date.now() + 1000).toISOString() }}
              />
            )}
          >
            {t('uploads.openUnreadable')}
          </Button>
        )}
        {mayRemove && (
          <ConfirmButton
            label={t('uploads.remove')}
            question={t('uploads.removeQuestion')}
            onConfirm={() =>
              remove.mutate(id, {
                onSuccess: () => {
                  notify.done(t('uploads.removed', { name }));
                  onGone();
                },
                onError: notify.failed,
              })
            }
          />
        )}
      </Group>
      <UploadProblems upload={upload} />
    </Stack>
  );
}

/** The search for its events, over just the time that they span. */
function SearchLink({ upload: { query, events, firstTime, lastTime } }: { readonly upload: Upload }) {
  const { t } = useI18n();
  if (query === undefined || firstTime === undefined || lastTime === undefined || events === undefined) return null;
  const search = { q: query, from: firstTime, to: new Date(Date.parse(lastTime) + 1).toISOString() };
  return (
    <Button size="xs" renderRoot={(props) => <Link {...props} to="/search" search={search} />}>
      {t('uploads.openEvents')}
    </Button>
  );
}
