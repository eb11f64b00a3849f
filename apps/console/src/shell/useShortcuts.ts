import { useEffect, useRef } from 'react';
import { addLayer, type Shortcuts } from './keyboard.ts';

/** Keys of the whole window while the component is shown; keys typed into fields and with modifiers are left alone. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => addLayer(() => latest.current), []);
}
