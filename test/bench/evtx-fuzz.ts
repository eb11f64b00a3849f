/**
 * `./haechi bench evtx-fuzz [--json] [--files N] [--seed N]`: reads and decodes 100,000 mutated event logs of one chunk,
 * and the crafted worst cases. Exit 1 when one throws; the seed of each failure is printed, so that it can be repeated.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readEvtxBytes } from '@haechi/evtx';
import { benchLog } from '../../packages/evtx/test/bench-log.ts';
import { CRAFTED } from '../../packages/evtx/test/crafted.ts';
import { mutate, randomFrom } from '../../packages/evtx/test/mutate.ts';
import { fileOf } from '../../packages/evtx/test/writer.ts';
import { printFigures } from './figures.ts';

const ONE_CHUNK_BYTES = 4096 + 65_536;
const SUSPECT_MS = 10;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    files: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const bases = logs();
const baselineMb = process.memoryUsage.rss() / 1024 / 1024;
let [records, damage, failures, slowest, peakMb] = [0, 0, 0, 0, 0];

const first = Number(values.seed);
const last = first + Number(values.files) - 1;
for (let seed = first; seed <= last; seed++) {
  const random = randomFrom(seed);
  const file = mutate(bases[Math.floor(random() * bases.length)]!, random);
  try {
    let ms = decode(file, seed % 4 === 0);
    // Twice more before a file counts as slow: a pause of the garbage collector is not the file's.
    if (ms > SUSPECT_MS) ms = Math.min(ms, decode(file, seed % 4 === 0), decode(file, seed % 4 === 0));
    slowest = Math.max(slowest, ms);
  } catch (error) {
    failures++;
    process.stderr.write(`error[evtx_fuzz]: ${String(error)}; seed ${seed}; run with --seed ${seed} --files 1\n`);
  }
  if (seed % 1_000 === 0) peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1024 / 1024);
}
let worst = 0;
for (const make of Object.values(CRAFTED)) {
  const file = fileOf([make()]);
  worst = Math.max(worst, Math.min(decode(file, true), decode(file, true), decode(file, true)));
}
printFigures([
  {
    name: 'mutated files',
    value: last - first + 1,
    unit: '',
    against: `${records} records, ${damage} damages reported`,
  },
  { name: 'failures', value: failures, unit: '', against: 'goal 0' },
  { name: 'slowest mutated chunk, JSON and XML', value: slowest, unit: 'ms (CPU)', against: 'goal < 50' },
  { name: 'slowest crafted chunk, JSON', value: worst, unit: 'ms (CPU)', against: 'goal < 50' },
  { name: 'memory over baseline', value: peakMb - baselineMb, unit: 'MB (RSS)', against: 'stays, whatever the number' },
]);
process.exitCode = failures === 0 ? 0 : 1;

/** First chunks of real logs where there are some, and of one written here. */
function logs(): Buffer[] {
  const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
  const folder = path.join(corpus, 'evtx');
  const found = existsSync(folder) ? globSync(path.join(folder, '**/*.evtx')).sort() : [];
  return [...found.map((file) => readFileSync(file)), benchLog(1)].map((log) => log.subarray(0, ONE_CHUNK_BYTES));
}

/** Reads everything of a file; answers the processor time of this thread, in milliseconds. */
function decode(file: Buffer, jsonOnly: boolean): number {
  const start = process.threadCpuUsage();
  for (const item of readEvtxBytes(file, { slack: jsonOnly })) {
    if (item.kind === 'damage') {
      damage++;
      continue;
    }
    records++;
    item.json();
    if (!jsonOnly) item.xml();
  }
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}
