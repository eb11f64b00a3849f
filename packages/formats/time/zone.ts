const HOUR = 3_600_000;

/** Knows how far local time is from UTC. */
export interface Zone {
  readonly name: string;
  /** Milliseconds since the epoch of a local wall-clock time given as `Date.UTC` of its parts. */
  toUtc(localMs: number): number;
  /** The same instant as wall-clock milliseconds (`Date.UTC` of its parts). */
  toLocal(utcMs: number): number;
}

/** Coordinated Universal Time, for sources that always write it. */
export const UTC: Zone = { name: 'UTC', toUtc: (localMs) => localMs, toLocal: (utcMs) => utcMs };

const zones = new Map<string, Zone>();

/**
 * The zone of an IANA name (`Asia/Seoul`) or a fixed offset (`+09:00`). An unknown name throws `RangeError`.
 */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    const fixed = fixedOffset(name);
    zone = fixed === undefined ? namedZone(name) : fixedZone(name, fixed);
    zones.set(name, zone);
  }
  return zone;
}

function fixedOffset(name: string): number | undefined {
  if (name === 'UTC' || name === 'Z' || name === 'Etc/UTC') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(name);
  if (match === null) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

function fixedZone(name: string, offset: number): Zone {
  return { name, toUtc: (localMs) => localMs - offset, toLocal: (utcMs) => utcMs + offset };
}

/** Offsets change at most at quarter hours, so one look-up serves every time of the same hour. */
function namedZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' });
  let hour = Number.NaN;
  let known = 0;
  const offsetAt = (utcMs: number): number => {
    const wanted = Math.floor(utcMs / (HOUR / 4));
    if (wanted !== hour) {
      known = longOffset(format, utcMs);
      hour = wanted;
    }
    return known;
  };
  return {
    name,
    toUtc: (localMs) => {
      const guess = localMs - offsetAt(localMs);
      return localMs - offsetAt(guess);
    },
    toLocal: (utcMs) => utcMs + offsetAt(utcMs),
  };
}

function longOffset(format: Intl.DateTimeFormat, utcMs: number): number {
  if (!(Math.abs(utcMs) <= 8.64e15)) return 0;
  const part = format.formatToParts(utcMs).find((candidate) => candidate.type === 'timeZoneName')?.value ?? 'GMT';
  return fixedOffset(part.slice(3).replace('\u2212', '-')) ?? 0;
}

/** Zones by the abbreviation that logs print, where only one is meant by it. Hours east of UTC. */
const ABBREVIATIONS: Record<string, number> = {
  UTC: 0, GMT: 0, WET: 0, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3, HKT: 8, SGT: 8, KST: 9, JST: 9, AEST: 10, AEDT: 11,
  EST: -5, EDT: -4, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7,
}; // biome-ignore format: one table

/** The zone of an abbreviation, or `undefined` when it is unknown or means several. */
export function zoneOfAbbreviation(name: string): Zone | undefined {
  if (!Object.hasOwn(ABBREVIATIONS, name)) return undefined;
  const hours = ABBREVIATIONS[name] as number;
  return zoneOf(`${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`);
}
