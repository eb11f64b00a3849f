import { readdirSync, readFileSync } from 'node:fs';

/** A tick of proc(5), ms. */
const TICK_MS = 10;

/** Processor time of a process so far by the names of its threads, ms (Linux, fields 14 and 15 of proc(5)). */
export function threadTimes(pid: number): Map<string, number> {
  const times = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      times.set(name, (times.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12])) * TICK_MS);
    } catch {
      // The thread ended meanwhile.
    }
  }
  return times;
}

/** What was spent between two readings, most first, as microseconds an event: `merges 12.1, processing 35.0`. */
export function spentByThread(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  events: number,
): { readonly total: number; readonly most: string } {
  const spent = [...after]
    .map(([name, ms]) => ({ name, micros: ((ms - (before.get(name) ?? 0)) * 1_000) / events }))
    .filter(({ micros }) => micros > 0)
    .sort((a, b) => b.micros - a.micros);
  return {
    total: spent.reduce((sum, { micros }) => sum + micros, 0),
    most: spent
      .filter(({ micros }) => micros >= 0.5)
      .map(({ name, micros }) => `${name} ${micros.toFixed(1)}`)
      .join(', '),
  };
}
