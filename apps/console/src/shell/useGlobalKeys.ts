import { useNavigate } from '@tanstack/react-router';
import type { Shortcuts } from './keyboard.ts';
import { useDestinations } from './useDestinations.ts';
import { useShortcuts } from './useShortcuts.ts';

/** Id of the search box, which `/` focuses where it is on the screen. */
export const SEARCH_BOX_ID = 'search-box';

/** Keys that work on every screen: `g` and a letter, `/`, `?`. */
export function useGlobalKeys(toggleHelp: () => void): void {
  const navigate = useNavigate();
  const destinations = useDestinations();
  const shortcuts: Record<string, () => void> = {
    '?': toggleHelp,
    '/': () => {
      const box = document.getElementById(SEARCH_BOX_ID);
      if (box !== null) box.focus();
      else void navigate({ to: '/search' });
    },
  };
  for (const { to, key } of destinations) shortcuts[`g ${key}`] = () => void navigate({ to });
  useShortcuts(shortcuts satisfies Shortcuts);
}
