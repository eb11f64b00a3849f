/** Line drawings on a 24-unit grid, one path each. */
const PATHS = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z',
  incidents: 'M12 3l9 16H3zM12 10v4M12 16.500v.5',
  search: 'M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM16 16l5 5',
  rules: 'M12 3l7 3v5c0 5-3 8.500-7 10c-4-1.500-7-5-7-10V6zM9 12l2 2l4-4',
  waf: 'M4 5h16v14H4zM4 9.700h16M4 14.300h16M9 5v4.700M15 5v4.700M12 9.700v4.600M9 14.300v4.700M15 14.300v4.700',
  parsers: 'M9 4c-3 0-3 2-3 4s0 3-2 4c2 1 2 2 2 4s0 4 3 4M15 4c3 0 3 2 3 4s0 3 2 4c-2 1-2 2-2 4s0 4-3 4M10 12h4',
  tenants: 'M10 3h4v4h-4zM4 16h4v4H4zM16 16h4v4h-4zM12 7v5M6 16v-4h12v4',
  users:
    'M9 5a3.500 3.500 0 1 0 0 7a3.500 3.500 0 0 0 0-7zM3 20c0-3.500 2.500-5.500 6-5.500s6 2 6 5.500M16 5.500a3 3 0 0 1 0 6M17.500 15c2.200.600 3.500 2.400 3.500 5',
  tokens: 'M8 11a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM11 12.500L20 4M16.500 7.500l3 3',
  audit: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7',
  deadLetters: 'M4 6h16v12H4zM4 7l8 6l8-6M9.500 15.500l5 0',
  settings: 'M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0a2 2 0 0 0-4 0M6 17a2 2 0 1 0 4 0a2 2 0 0 0-4 0',
  host: 'M4 5h16v10H4zM9 20h6M12 15v5',
  user: 'M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM5 20c0-4 3-6 7-6s7 2 7 6',
  address:
    'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.500 6 3.500 9s-.500 6-3.500 9c-3-3-3.500-6-3.500-9s.500-6 3.500-9',
  process: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  session: 'M10 4H5v16h5M14 8l4 4l-4 4M18 12H9',
  file: 'M6 3h8l4 4v14H6zM14 3v5h4',
  domain: 'M5 5h14v5H5zM5 14h14v5H5zM8 7.500h.500M8 16.500h.500',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.500l4.500 4.500L19 7',
  close: 'M6 6l12 12M18 6L6 18',
  chevronRight: 'M9 5l7 7l-7 7',
  chevronDown: 'M5 9l7 7l7-7',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  download: 'M12 4v11M7 11l5 5l5-5M5 20h14',
  upload: 'M12 16V5M7 9l5-5l5 5M5 20h14',
  refresh: 'M20 11a8 8 0 1 0-2 6M20 5v6h-6',
  help: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.700.300-1 .800-1 1.700M12 16.500v.300',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z',
  auto: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16zM12 4v16M12 8h6M12 12h8M12 16h6',
  language: 'M4 6h10M9 4v2M12 6c-.500 4-3.500 7-7 8M7 9c1 2.500 3.500 4.500 6 5.500M12 20l4-9l4 9M13.500 17h5',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7v5l3.500 2',
  evidence: 'M5 4h14v16H5zM8 8h8M8 12h8M8 16h5',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  logout: 'M14 4h5v16h-5M4 12h11M8 8l-4 4l4 4',
  play: 'M7 5l11 7l-11 7z',
  filter: 'M4 5h16l-6.500 8v6l-3-1.500V13z',
  filterOut: 'M4 5h16l-6.500 8v6l-3-1.500V13zM16 16l5 5M21 16l-5 5',
  trash: 'M5 7h14M10 4h4M7 7l1 13h8l1-13M10 11v5M14 11v5',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v5M12 7.500v.300',
  warning: 'M12 3l9 16H3zM12 9v5M12 16.500v.300',
  shieldOff: 'M12 3l7 3v5c0 5-3 8.500-7 10c-4-1.500-7-5-7-10V6zM9 9l6 6M15 9l-6 6',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  arrowUp: 'M12 20V5M6 11l6-6l6 6',
  arrowDown: 'M12 4v15M6 13l6 6l6-6',
} as const;

export type IconName = keyof typeof PATHS;

interface Props {
  readonly name: IconName;
  /** Side in CSS pixels; default 16. */
  readonly size?: number;
  /** Read aloud; without it the icon is decoration beside a text. */
  readonly label?: string;
}

export function Icon({ name, size = 16, label }: Props) {
  const meaning = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden as decoration
    <svg
      {...meaning}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
