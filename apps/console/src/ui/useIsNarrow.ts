import { useMediaQuery } from '@mantine/hooks';

/** Windows in which the menu shows only icons and tables leave out their least needed columns. */
const NARROW = '(max-width: 1199px)';

export function useIsNarrow(): boolean {
  return useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
}
