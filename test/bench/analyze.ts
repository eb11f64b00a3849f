/**
 * `./haechi bench analyze [--json] [PATH…]`: offline analysis of event logs with all rules, by one worker thread and by
 * two, each in a process of its own. Files: the corpus' EVTX, else a log written here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchLog } from '../../packages/evtx/test/bench-log.ts';
import { type Figure, printFigures } from './figures.ts';

const WORKERS = [1, 2];
const PASSES = 2;
const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
const folder = mkdtempSync(path.join(tmpdir(), 'haechi-bench-analyze-'));
const main = path.join(import.meta.dirname, '../../apps/cli/main.ts');

interface Run {
  readonly events: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly maxRssMb: number;
}

try {
  const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const paths = given.length > 0 ? given : inputs();
  const rules = path.join(corpus, 'sigma');
  const withRules = existsSync(rules) ? ['--rules', rules] : [];
  const runs = WORKERS.map((workers) => best(paths, withRules, workers));
  const [one, two] = runs as [Run, Run];
  printFigures([
    { name: 'input', value: one.bytes / 1e6, unit: 'MB', against: `${one.events.toLocaleString('en')} events` },
    ...runs.flatMap(({ events, seconds, maxRssMb }, index): Figure[] => [
      { name: `${WORKERS[index]} worker(s)`, value: seconds, unit: 's', against: 'start, compiling rules and all' },
      { name: `${WORKERS[index]} worker(s): rate`, value: Math.round(events / seconds), unit: 'events/s' },
      { name: `${WORKERS[index]} worker(s): memory`, value: maxRssMb, unit: 'MB (RSS)', against: 'goal < 600' },
    ]),
    {
      name: 'scaling',
      value: one.seconds / two.seconds,
      unit: 'x',
      against: 'two workers over one; 2 cores give at most 2',
    },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function inputs(): string[] {
  const logs = path.join(corpus, 'evtx');
  if (existsSync(logs)) return [logs];
  return Array.from({ length: 8 }, (_, index) => {
    const made = path.join(folder, `${index}.evtx`);
    writeFileSync(made, benchLog(200));
    return made;
  });
}

/** The fastest of the passes: the first one also fills the cache of parsed rules. */
function best(paths: readonly string[], rules: readonly string[], workers: number): Run {
  const runs = Array.from({ length: PASSES }, () => measure(paths, rules, workers));
  return runs.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

function measure(paths: readonly string[], rules: readonly string[], workers: number): Run {
  const probe = 'process.on("exit",()=>process.stderr.write("\\nmaxrss "+process.resourceUsage().maxRSS))';
  const argv = ['--import', `data:text/javascript,${encodeURIComponent(probe)}`, main, 'analyze', ...paths, ...rules];
  const { stdout, stderr } = spawnSync(process.execPath, [...argv, '--json', '--workers', String(workers)], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, XDG_CACHE_HOME: folder },
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  const { events, bytes, seconds } = JSON.parse(last) as Run;
  return { events, bytes, seconds, maxRssMb: Number(/maxrss (\d+)/.exec(stderr)?.[1]) / 1024 };
}
