import type { Upload } from '@haechi/platform/api/schemas/uploads.ts';
import { useMemo } from 'react';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { byteText } from '../../ui/byteText.ts';
import { column } from '../../ui/column.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Time } from '../../ui/Time.tsx';
import { UploadStatus } from './UploadStatus.tsx';

interface Props {
  readonly rows: readonly Upload[];
  readonly currentId: string | undefined;
  readonly onOpen: (upload: Upload) => void;
}

/** Uploads, newest first, with what became of them. */
export function UploadTable({ rows, currentId, onOpen }: Props) {
  const { t, lang } = useI18n();
  const format = useFormat();
  const columns = useMemo(() => {
    const count = (value: number | undefined) => (value === undefined ? '–' : format.number(value));
    return [
      column<Upload>({
        id: 'created',
        header: t('uploads.created'),
        track: '150px',
        cell: (row) => <Time iso={row.created} as="minute" />,
        sort: (row) => row.created,
      }),
      column<Upload>({
        id: 'name',
        header: t('uploads.name'),
        track: 'minmax(200px, 1.4fr)',
        cell: (row) => (
          <span className="mono" title={row.name}>
            {row.name}
          </span>
        ),
        sort: (row) => row.name,
      }),
      column<Upload>({
        id: 'status',
        header: t('uploads.status'),
        track: 'minmax(150px, 0.7fr)',
        cell: (row) => <UploadStatus upload={row} />,
        sort: (row) => row.status,
      }),
      column<Upload>({
        id: 'bytes',
        header: t('uploads.bytes'),
        track: '90px',
        right: true,
        cell: (row) => byteText(row.bytes, lang),
        sort: (row) => row.bytes,
      }),
      column<Upload>({
        id: 'events',
        header: t('uploads.events'),
        track: '96px',
        right: true,
        cell: (row) => count(row.events),
        sort: (row) => row.events,
      }),
      column<Upload>({
        id: 'unreadable',
        header: t('uploads.unreadable'),
        track: '104px',
        right: true,
        cell: (row) => count(row.unreadable),
        sort: (row) => row.unreadable,
      }),
    ];
  }, [t, lang, format]);
  return (
    <DataTable
      label={t('uploads.list')}
      rows={rows}
      columns={columns}
      rowId={(row) => row.id}
      currentId={currentId}
      onOpen={onOpen}
    />
  );
}
