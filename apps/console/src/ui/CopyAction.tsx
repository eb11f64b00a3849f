import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from './Icon.tsx';

/** Copies a text and says so. */
export function CopyAction({ text }: { readonly text: string }) {
  const { t } = useI18n();
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Button
      size="compact-xs"
      variant="default"
      onClick={() => clipboard.copy(text)}
      leftSection={<Icon name={clipboard.copied ? 'check' : 'copy'} size={13} />}
    >
      {clipboard.copied ? t('common.copied') : t('common.copy')}
    </Button>
  );
}
