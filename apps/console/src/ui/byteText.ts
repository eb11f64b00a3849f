const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.2 GB` in a language's own digits; thousands, as file managers show them. */
export function byteText(bytes: number, lang: string): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  // Languages write "byte" out, for which a column has no room.
  if (power === 0) return `${bytes} B`;
  const options = { style: 'unit', unit: UNITS[power], unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(lang, options).format(bytes / 1000 ** power);
}
