import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly canSubmit: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog with fields, an error above them, and the two usual buttons. */
export function FormDialog({ title, submit, canSubmit, busy, error, onSubmit, onClose, children }: Props) {
  const { t } = useI18n();
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={send}>
        <Stack gap="sm">
          {error !== null && error !== undefined && <ErrorNotice error={error} />}
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={!canSubmit} loading={busy}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
