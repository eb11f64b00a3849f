import { ActionIcon, Tooltip } from '@mantine/core';
import { Icon, type IconName } from './Icon.tsx';

interface Props {
  readonly icon: IconName;
  /** Says what the button does: read aloud and shown on hover. */
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly danger?: boolean;
}

export function IconButton({ icon, label, onClick, disabled = false, danger = false }: Props) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color={danger ? 'red' : 'gray'}
        aria-label={label}
        onClick={(event) => {
          event.stopPropagation();
          onClick();
        }}
        disabled={disabled}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
