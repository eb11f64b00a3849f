import type { Hit } from './hit.ts';

/** Hits of one rule on the same entities that follow each other closely. */
export interface Run {
  readonly hit: Hit;
  /** Time of the newest of them. */
  readonly last: string;
  readonly count: number;
}

/** Milliseconds without a further hit that end a run: a scan is one line of a timeline, two scans are two. */
const GAP_MS = 5 * 60_000;

/** Hits joined to runs, in order of their first hit. Expects hits oldest first. */
export function runsOf(hits: readonly Hit[]): Run[] {
  const runs: (Run & { last: string; count: number })[] = [];
  const open = new Map<string, (typeof runs)[number]>();
  for (const hit of hits) {
    const { process: _process, ...lasting } = hit.entities;
    const key = `${hit.ruleId}\n${JSON.stringify(lasting)}`;
    const run = open.get(key);
    if (run !== undefined && Date.parse(hit.time) - Date.parse(run.last) <= GAP_MS) {
      run.last = hit.time;
      run.count += 1;
    } else {
      const begun = { hit, last: hit.time, count: 1 };
      open.set(key, begun);
      runs.push(begun);
    }
  }
  return runs;
}
