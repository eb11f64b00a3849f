import { Button } from '@mantine/core';
import { useRef } from 'react';
import { Icon } from './Icon.tsx';

interface Props {
  readonly label: string;
  readonly accept?: string;
  /** Chooses a folder with everything in it. */
  readonly folder?: boolean;
  readonly onPick: (files: readonly File[]) => void;
}

/** React's types do not know the attribute that every browser has for folders. */
const FOLDER = { webkitdirectory: '' };

/** A button that opens the browser's file or folder dialog. */
export function PickFiles({ label, accept, folder = false, onPick }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={accept}
        {...(folder ? FOLDER : {})}
        onChange={(event) => {
          onPick([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="file" size={14} />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  );
}
