import type { Upload } from '@haechi/platform/api/schemas/uploads.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Where an upload is, with a bar while bytes come in or are read. */
export function UploadStatus({ upload }: { readonly upload: Upload }) {
  const { t } = useI18n();
  const { status, bytes, received, readBytes, problemCount, heldBy } = upload;
  const part = status === 'receiving' ? received : status === 'reading' ? readBytes : undefined;
  const label = heldBy === undefined ? t(`uploads.statuses.${status}`) : t(`uploads.heldBy.${heldBy}`);
  return (
    <span
      style={{ display: 'flex', alignItems: 'center', gap: 6 }}
      title={heldBy === undefined ? undefined : t(`uploads.heldByHint.${heldBy}`)}
    >
      {status === 'done' && <Icon name={problemCount > 0 ? 'warning' : 'check'} size={14} />}
      {status === 'failed' && <Icon name="warning" size={14} />}
      {heldBy !== undefined && <Icon name="clock" size={14} />}
      {label}
      {part !== undefined && (
        <progress
          aria-label={label}
          value={part}
          max={Math.max(1, bytes)}
          style={{ width: 72, accentColor: 'var(--accent)' }}
        />
      )}
    </span>
  );
}
