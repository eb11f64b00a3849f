import type { TimeRange } from '../store/ports.ts';
import { fault } from './errors.ts';

/** Refuses a zone that the runtime's IANA database does not know. @throws HaechiError `time_zone_unknown` */
export function requireTimeZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw fault('time_zone_unknown', zone);
  }
}

/**
 * A half-open range in UTC with milliseconds, whatever zone it was written in.
 *
 * @throws HaechiError `range_invalid` when it is empty or turned round
 */
export function rangeOf({ from, to }: { from: string; to: string }): TimeRange {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (!(start < end)) throw fault('range_invalid', `${from} … ${to}`);
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}

/** The range of a list that may be open at either side; `undefined` when it is open at both. */
export function openRangeOf(asked: { from?: string; to?: string }): TimeRange | undefined {
  if (asked.from === undefined && asked.to === undefined) return undefined;
  return rangeOf({ from: asked.from ?? '0001-01-01T00:00:00Z', to: asked.to ?? '9999-12-31T00:00:00Z' });
}
