/** The colour schemes that a user can choose; kept on this browser by Mantine. */
export const THEMES = [
  { value: 'light', icon: 'sun', label: 'theme.light' },
  { value: 'dark', icon: 'moon', label: 'theme.dark' },
  { value: 'auto', icon: 'auto', label: 'theme.auto' },
] as const;
