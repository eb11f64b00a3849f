import type { DatePart } from '../model.ts';

const DATE = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?/;
const MS_PER_DAY = 86_400_000;

/**
 * A number out of a date (modifiers appendix, "Time Modifiers"). The date is read as it is written, without any time
 * zone conversion; a plain number is seconds or milliseconds since the epoch, in UTC. Answers `undefined` where the
 * value is no date or lacks the part.
 */
export function datePart(text: string, part: DatePart): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return fromEpoch(text, part);
  const [year, month, day, hour, minute] = match.slice(1).map((digits) => (digits === undefined ? -1 : Number(digits)));
  if (month! < 1 || month! > 12 || day! < 1 || day! > 31) return undefined;
  switch (part) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'week':
      return isoWeek(Date.UTC(year!, month! - 1, day!));
    case 'hour':
      return hour! >= 0 && hour! <= 23 ? hour : undefined;
    case 'minute':
      return minute! >= 0 && minute! <= 59 ? minute : undefined;
  }
}

function fromEpoch(text: string, part: DatePart): number | undefined {
  if (!/^\d{9,14}(?:\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  return datePart(new Date(number < 1e11 ? number * 1000 : number).toISOString(), part);
}

/** ISO 8601 week: the week with the year's first Thursday is week 1. */
function isoWeek(time: number): number {
  const weekday = (new Date(time).getUTCDay() + 6) % 7;
  const thursday = time + (3 - weekday) * MS_PER_DAY;
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - newYear) / MS_PER_DAY / 7) + 1;
}
