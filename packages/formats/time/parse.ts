import type { DecodeContext } from '../decoder.ts';
import type { Zone } from './zone.ts';

const DAY = 86_400_000;
/** English three-letter names in lower case, their codes packed into one number, to month 0..11. */
const MONTHS = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, month) => [
    packed(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)),
    month,
  ]),
);
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function packed(first: number, second: number, third: number): number {
  return (first << 16) | (second << 8) | third;
}

/** Month 0..11 of an English three-letter name at `position` in any case, or -1. */
export function monthAt(text: string, position: number): number {
  const first = text.charCodeAt(position);
  const second = text.charCodeAt(position + 1);
  const third = text.charCodeAt(position + 2);
  // Also false for NaN: the text may end here. Bit 5 alone tells the cases of ASCII letters apart.
  if (!(first < 128 && second < 128 && third < 128)) return -1;
  return MONTHS.get(packed(first | 32, second | 32, third | 32)) ?? -1;
}

/** The number of exactly `count` digits at `position`, or -1. */
export function digitsAt(text: string, position: number, count: number): number {
  let value = 0;
  for (let i = position; i < position + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Milliseconds of local parts in a zone; `NaN` when a part is out of range. */
export function localTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
  zone: Zone,
): number {
  if (!inRange(year, month, day, hour, minute, second)) return Number.NaN;
  return zone.toUtc(Date.UTC(year, month, day, hour, minute, second, ms));
}

function inRange(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  if (year < 1970 || year > 9999 || month < 0 || month > 11 || day < 1 || day > 31) return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  if (month === 1 && day === 29) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (DAYS_OF_MONTH[month] as number);
}

/** Where the last successful parse ended; read it right after the call. */
export const parsed = { end: 0 };

/**
 * ISO 8601 / RFC 3339 and its usual relatives (`2024-01-02 03:04:05,678`, `2024/01/02 03:04:05`, `20240102T030405Z`
 * is not one of them) at `position`. Without an offset the time is in `zone`.
 *
 * @returns milliseconds since the epoch, or `NaN`; `parsed.end` is the position behind the time.
 */
export function isoTime(text: string, position: number, zone: Zone): number {
  const year = digitsAt(text, position, 4);
  const separator = text.charCodeAt(position + 4);
  if (year < 0 || (separator !== 45 && separator !== 47 && separator !== 46)) return Number.NaN;
  if (text.charCodeAt(position + 7) !== separator) return Number.NaN;
  const month = digitsAt(text, position + 5, 2) - 1;
  const day = digitsAt(text, position + 8, 2);
  if (month < 0 || day < 0) return Number.NaN;
  const between = text.charCodeAt(position + 10);
  if (between !== 84 && between !== 32 && between !== 116) {
    parsed.end = position + 10;
    return localTime(year, month, day, 0, 0, 0, 0, zone);
  }
  return clockTime(text, position + 11, year, month, day, zone);
}

/** `hh:mm[:ss[.fraction]][ ][Z|±hh[:]mm]` at `position` of a known day. Sets `parsed.end`. */
export function clockTime(
  text: string,
  position: number,
  year: number,
  month: number,
  day: number,
  zone: Zone,
): number {
  const hour = digitsAt(text, position, 2);
  const minute = digitsAt(text, position + 3, 2);
  if (hour < 0 || minute < 0 || text.charCodeAt(position + 2) !== 58) return Number.NaN;
  let at = position + 5;
  let second = 0;
  if (text.charCodeAt(at) === 58) {
    second = digitsAt(text, at + 1, 2);
    if (second < 0) return Number.NaN;
    at += 3;
  }
  let ms = 0;
  const point = text.charCodeAt(at);
  if ((point === 46 || point === 44) && digitsAt(text, at + 1, 1) >= 0) {
    at += 1;
    let scale = 100;
    for (let digit = digitsAt(text, at, 1); digit >= 0; digit = digitsAt(text, at, 1)) {
      ms += digit * scale;
      scale /= 10;
      at += 1;
    }
    ms = Math.floor(ms + 1e-6);
  }
  const offset = offsetAt(text, at);
  if (Number.isNaN(offset)) {
    parsed.end = at;
    return localTime(year, month, day, hour, minute, second, ms, zone);
  }
  if (!inRange(year, month, day, hour, minute, second)) return Number.NaN;
  return Date.UTC(year, month, day, hour, minute, second, ms) - offset;
}

/** Offset in milliseconds of `Z`, `±hh:mm`, `±hhmm` or `±hh` (one space before is allowed), ` UTC`, ` GMT`, or `NaN`. */
function offsetAt(text: string, position: number): number {
  let at = position;
  if (text.startsWith(' UTC', at) || text.startsWith(' GMT', at)) {
    const next = text.charCodeAt(at + 4);
    if (next === 32 || next === 58 || Number.isNaN(next)) {
      parsed.end = at + 4;
      return 0;
    }
  }
  if (text.charCodeAt(at) === 32 && (text.charCodeAt(at + 1) === 43 || text.charCodeAt(at + 1) === 45)) at += 1;
  const sign = text.charCodeAt(at);
  if (sign === 90 || sign === 122) {
    parsed.end = at + 1;
    return 0;
  }
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const hours = digitsAt(text, at + 1, 2);
  if (hours < 0) return Number.NaN;
  const colon = text.charCodeAt(at + 3) === 58 ? 1 : 0;
  const minutes = digitsAt(text, at + 3 + colon, 2);
  parsed.end = minutes < 0 ? at + 3 : at + 5 + colon;
  return (sign === 45 ? -1 : 1) * (hours * 60 + Math.max(minutes, 0)) * 60_000;
}

/**
 * `Mmm dd hh:mm:ss` of RFC 3164 section 4.1.2 at `position`, also with a year before or behind the clock and with
 * fractions, as network devices write it. Without a year it is the latest one that is not more than a day ahead of now.
 *
 * @returns milliseconds, or `NaN`; `parsed.end` is the position behind the time.
 */
export function rfc3164Time(text: string, position: number, context: DecodeContext): number {
  const month = monthAt(text, position);
  if (month < 0 || text.charCodeAt(position + 3) !== 32) return Number.NaN;
  let at = position + 4;
  if (text.charCodeAt(at) === 32) at += 1;
  let day = digitsAt(text, at, 2);
  if (day >= 0) at += 2;
  else {
    day = digitsAt(text, at, 1);
    if (day < 0) return Number.NaN;
    at += 1;
  }
  if (text.charCodeAt(at) === 44) at += 1;
  if (text.charCodeAt(at) !== 32) return Number.NaN;
  at += 1;
  const year = digitsAt(text, at, 4);
  if (year >= 0 && text.charCodeAt(at + 4) === 32) return clockTime(text, at + 5, year, month, day, context.zone);
  if (text.charCodeAt(at + 2) !== 58) return Number.NaN;
  const time = yearless(text, at, month, day, context);
  if (text.charCodeAt(parsed.end) === 32 && digitsAt(text, parsed.end + 1, 4) >= 1970) {
    const behind = digitsAt(text, parsed.end + 1, 4);
    const next = text.charCodeAt(parsed.end + 5);
    if (next === 32 || next === 58 || Number.isNaN(next)) {
      const end = parsed.end + 5;
      const dated = clockTime(text, at, behind, month, day, context.zone);
      parsed.end = end;
      return dated;
    }
  }
  return time;
}

/** The year in which a file or batch is read: asked for each of its lines. */
let known: { readonly now: number; readonly zone: Zone; readonly year: number } | undefined;

function yearOf({ now, zone }: DecodeContext): number {
  if (known === undefined || known.now !== now || known.zone !== zone)
    known = { now, zone, year: new Date(zone.toLocal(now)).getUTCFullYear() };
  return known.year;
}

function yearless(text: string, at: number, month: number, day: number, context: DecodeContext): number {
  const thisYear = yearOf(context);
  // Eight years back reach a leap year for a 29 February, also across 1900-like gaps.
  for (let year = month === 0 ? thisYear + 1 : thisYear; year >= thisYear - 8; year--) {
    const time = clockTime(text, at, year, month, day, context.zone);
    if (!Number.isNaN(time) && time <= context.now + DAY) return time;
  }
  return Number.NaN;
}

/** `17/May/2015:10:05:03 +0000`, the time of NCSA common and combined logs, at `position`; `NaN` otherwise. */
export function clfTime(text: string, position: number, zone: Zone): number {
  const day = digitsAt(text, position, 2);
  const month = monthAt(text, position + 3);
  const year = digitsAt(text, position + 7, 4);
  if (day < 0 || month < 0 || year < 0 || text.charCodeAt(position + 11) !== 58) return Number.NaN;
  return clockTime(text, position + 12, year, month, day, zone);
}

/** Milliseconds of an epoch number in seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude. */
export function epochTime(value: number): number {
  if (!Number.isFinite(value) || value <= 0) return Number.NaN;
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  if (value < 1e17) return value / 1000;
  return value / 1e6;
}

/** A time in any of the forms above, from a JSON value; `NaN` when it is none. */
export function anyTime(value: unknown, context: DecodeContext): number {
  if (typeof value === 'number') return epochTime(value);
  if (typeof value !== 'string' || value.length < 6 || value.length > 64) return Number.NaN;
  if (/^\d{9,19}(\.\d+)?$/.test(value)) return epochTime(Number(value));
  const iso = isoTime(value, 0, context.zone);
  if (!Number.isNaN(iso)) return iso;
  const clf = clfTime(value, 0, context.zone);
  if (!Number.isNaN(clf)) return clf;
  const syslog = rfc3164Time(value, 0, context);
  if (!Number.isNaN(syslog)) return syslog;
  // `Tue, 02 Jan 2024 …` (RFC 5322) and US forms; the engine's own parser is the last resort.
  if (!/^[A-Za-z]{3}[, ]|^\d{1,2}[/ -]/.test(value)) return Number.NaN;
  const hasZone = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})$/.test(value);
  const local = Date.parse(hasZone ? value : `${value} UTC`);
  return hasZone || Number.isNaN(local) ? local : context.zone.toUtc(local);
}
