import { Button, Popover, Stack } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/I18nProvider.tsx';

interface Props {
  /** What it does, on both buttons. */
  readonly label: string;
  /** Says what will be lost. */
  readonly question: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

/** For what cannot be undone: asks once, beside the button. */
export function ConfirmButton({ label, question, disabled = false, onConfirm }: Props) {
  const { t } = useI18n();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} width={280} trapFocus>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          disabled={disabled}
          onClick={() => setOpened(!opened)}
          aria-expanded={opened}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <span>{question}</span>
          <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
            <Button size="compact-xs" variant="default" onClick={() => setOpened(false)}>
              {t('common.cancel')}
            </Button>
            <Button
              size="compact-xs"
              color="red"
              onClick={() => {
                setOpened(false);
                onConfirm();
              }}
            >
              {label}
            </Button>
          </div>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
