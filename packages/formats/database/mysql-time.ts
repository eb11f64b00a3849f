import type { DecodeContext } from '../decoder.ts';
import { localTime } from '../time/parse.ts';

/** Milliseconds of `240301 10:20:30` or `240301  9:05:01`, as MySQL 5.6, Percona and MariaDB write it; else `NaN`. */
export function shortTime(text: string, context: DecodeContext): number {
  const match = /^(\d\d)(\d\d)(\d\d) {1,2}(\d{1,2}):(\d\d):(\d\d)/.exec(text);
  if (match === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number]; // biome-ignore format: one line
  return localTime(2000 + year, month - 1, day, hour, minute, second, 0, context.zone);
}
