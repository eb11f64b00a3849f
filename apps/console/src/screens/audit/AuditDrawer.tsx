import type { AuditEntry } from '@haechi/platform/api/schemas/audit.ts';
import { Drawer } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FieldTable } from '../../ui/FieldTable.tsx';

interface Props {
  readonly entry: AuditEntry | undefined;
  readonly onClose: () => void;
}

/** Everything that was written down about one action. */
export function AuditDrawer({ entry, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      title={t('audit.entry')}
      size={520}
      withOverlay={false}
      trapFocus={false}
      closeOnClickOutside={false}
      shadow="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      {entry !== undefined && <FieldTable document={entry} />}
    </Drawer>
  );
}
