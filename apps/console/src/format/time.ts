/** Parts of a time in one zone, as fixed-width text. */
export interface TimeFormat {
  /** `2026-11-24 17:05:12.123` in the user's zone: the same order in every language, so that columns align and sort. */
  readonly dateTime: (iso: string) => string;
  /** `2026-11-24 17:05`. */
  readonly minute: (iso: string) => string;
  /** `2026-11-24`. */
  readonly date: (iso: string) => string;
  /** `2026-11-24 08:05:12.123 UTC`. */
  readonly utc: (iso: string) => string;
  /** `3 minutes ago` in the user's language. */
  readonly relative: (iso: string, now: number) => string;
  /** Wall clock in the user's zone for an `<input type="datetime-local" step="1">`. */
  readonly toInput: (iso: string) => string;
  /** The inverse of `toInput`: ISO 8601 UTC, or `undefined` for text that is no time. */
  readonly fromInput: (local: string) => string | undefined;
  readonly zone: string;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Formatters for one language and one IANA zone; made once for each change of either. */
export function timeFormat(lang: string, zone: string): TimeFormat {
  // The Swedish locale writes ISO 8601 order; the text is digits only, so no language shows through.
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  const relativeFormat = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const dateTime = (iso: string): string => {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? iso : clock.format(time).replace(',', '.');
  };
  return {
    zone,
    dateTime,
    minute: (iso) => dateTime(iso).slice(0, 16),
    date: (iso) => dateTime(iso).slice(0, 10),
    utc: (iso) => {
      const time = Date.parse(iso);
      return Number.isNaN(time) ? iso : new Date(time).toISOString().replace('T', ' ').replace('Z', ' UTC');
    },
    relative: (iso, now) => {
      const distance = Date.parse(iso) - now;
      const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? (['second', 1000] as const);
      return relativeFormat.format(Math.round(distance / size), unit);
    },
    toInput: (iso) => dateTime(iso).slice(0, 19).replace(' ', 'T'),
    fromInput: (local) => {
      const asUtc = Date.parse(`${local}Z`);
      if (Number.isNaN(asUtc)) return undefined;
      // Two rounds settle the offset on both sides of a daylight saving change.
      let time = asUtc;
      for (let round = 0; round < 2; round++) {
        const shown = Date.parse(`${dateTime(new Date(time).toISOString()).slice(0, 19).replace(' ', 'T')}Z`);
        time += asUtc - shown;
      }
      return new Date(time).toISOString();
    },
  };
}
