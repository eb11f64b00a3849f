import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { SEARCH_BOX_ID } from '../shell/useGlobalKeys.ts';
import { Icon } from './Icon.tsx';

const DELAY_MS = 300;

interface Props {
  readonly value: string;
  /** Called when typing has paused. */
  readonly onChange: (value: string) => void;
  readonly label: string;
  /** CSS pixels. */
  readonly width: number;
}

/** The filter box of a list; `/` focuses it. */
export function DelayedInput({ value, onChange, label, width }: Props) {
  const [draft, setDraft] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setDraft(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextInput
      id={SEARCH_BOX_ID}
      size="xs"
      w={width}
      placeholder={label}
      aria-label={label}
      leftSection={<Icon name="search" size={14} />}
      value={draft}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setDraft(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onChange(next), DELAY_MS);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
