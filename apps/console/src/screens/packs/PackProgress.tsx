import { Group } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { byteText } from '../../ui/byteText.ts';

interface Props {
  /** Bytes that are gone. */
  readonly bytes: number;
  readonly total: number;
}

/** How far the upload of a pack is: its bytes go out first, then the server reads the rules and puts them in force. */
export function PackProgress({ bytes, total }: Props) {
  const { t, lang } = useI18n();
  const isSent = bytes > 0 && bytes >= total;
  const label = isSent
    ? t('packs.loading')
    : t('packs.sendingOf', { sent: byteText(bytes, lang), total: byteText(total, lang) });
  return (
    <Group gap="sm" role="status" wrap="nowrap">
      <progress
        aria-label={label}
        style={{ flex: '0 1 320px', minWidth: 120, accentColor: 'var(--accent)' }}
        {...(isSent ? {} : { value: bytes, max: Math.max(1, total) })}
      />
      <span>{label}</span>
    </Group>
  );
}
