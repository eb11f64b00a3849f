import type { Upload } from '@haechi/platform/api/schemas/uploads.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Where an upload is, with a bar while bytes come in or are read. */
export function UploadStatus({ upload }: { readonly upload: Upload }) {
  const { t } = useI18n();
  const { status, bytes, received, readBytes, problemCount } = upload;
  const part = status === 'receiving' ? received : status === 'reading' ? readBytes : undefined;
  const label = t(`uploads.statuses.${status}`);
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
      {status === 'done' && <Icon name={problemCount > 0 ? 'warning' : 'check'} size={14} />}
      {status === 'failed' && <Icon name="warning" size={14} />}
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
