/**
 * `./haechi bench evtx [--json]`: speed of the EVTX reader against evtxexport on the same files in the same run, one
 * thread each, and its memory on a file of 1 GB. Files: the corpus where there is one, else a log written here.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  globSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEvtxBytes } from '@haechi/evtx';
import { benchLog } from '../../packages/evtx/test/bench-log.ts';
import { hasEvtxexport } from '../../packages/evtx/test/evtxexport.ts';
import { type Figure, printFigures } from './figures.ts';

const PASSES = 3;
const LARGE_BYTES = 1024 ** 3;
const FILE_HEADER_BYTES = 4096;

const folder = mkdtempSync(path.join(tmpdir(), 'haechi-bench-evtx-'));
try {
  const files = inputs();
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0);
  const json = passes(files, 'json');
  const xml = passes(files, 'xml');
  const best = Math.min(...json.seconds);
  printFigures([
    { name: 'input', value: bytes / 1e6, unit: 'MB', against: `${files.length} files, ${json.records} records` },
    { name: 'JSON, first pass', value: json.seconds[0]!, unit: 's (CPU)', against: 'before the JIT has compiled' },
    { name: 'JSON, best of three', value: best, unit: 's (CPU)' },
    { name: 'JSON records', value: Math.round(json.records / best), unit: '1/s' },
    { name: 'XML, best of three', value: Math.min(...xml.seconds), unit: 's (CPU)' },
    ...peer(files, json.seconds[0]!, best),
    ...memory(files),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function inputs(): string[] {
  const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
  if (existsSync(path.join(corpus, 'evtx'))) return globSync(path.join(corpus, 'evtx/**/*.evtx'));
  const made = path.join(folder, 'made.evtx');
  writeFileSync(made, benchLog(500));
  return [made];
}

/** Reads and decodes every file, `PASSES` times; processor time, so that other programs on the machine weigh little. */
function passes(files: readonly string[], as: 'json' | 'xml'): { seconds: number[]; records: number } {
  let records = 0;
  const seconds = Array.from({ length: PASSES }, () => {
    records = 0;
    const start = process.cpuUsage();
    for (const file of files)
      for (const item of readEvtxBytes(readFileSync(file))) {
        if (item.kind === 'damage') continue;
        records++;
        if (as === 'json') item.json();
        else item.xml();
      }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return { seconds, records };
}

/** Processor seconds of `evtxexport ARGS FILE` over all files, its output thrown away. */
function evtxexportSeconds(args: string, files: readonly string[]): number {
  const script = `TIMEFORMAT='%U %S'; time for f in "$@"; do evtxexport ${args} "$f" >/dev/null 2>&1; done`;
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', ...files], { encoding: 'utf8' });
  return stderr
    .trim()
    .split(' ')
    .reduce((sum, part) => sum + Number(part), 0);
}

/** The peer's start (`-V`) is taken off its time, because ours is measured in a process that already runs. */
function peer(files: readonly string[], first: number, best: number): Figure[] {
  if (!hasEvtxexport()) return [{ name: 'evtxexport', value: 0, unit: 's (CPU)', against: 'not installed: no ratio' }];
  const seconds = evtxexportSeconds('-f xml', files) - evtxexportSeconds('-V', files);
  return [
    { name: 'evtxexport -f xml, without its start', value: seconds, unit: 's (CPU)', against: 'peer of this run' },
    { name: 'ratio, first pass', value: seconds / first, unit: 'x', against: 'goal >= 5' },
    { name: 'ratio, best of three', value: seconds / best, unit: 'x', against: 'goal >= 5' },
  ];
}

/** A log of 1 GB made of the files' chunks over and over, read as a stream by a process of its own. */
function memory(files: readonly string[]): Figure[] {
  const large = path.join(folder, 'large.evtx');
  const sources = files.map((file) => readFileSync(file));
  const target = openSync(large, 'w');
  // Dirty, so that the number of chunks, which has 16 bits and may not fit, is not held against the file.
  writeSync(target, benchLog(0, { dirty: true }));
  let written = FILE_HEADER_BYTES;
  for (let i = 0; written < LARGE_BYTES; i = (i + 1) % sources.length)
    written += writeSync(target, sources[i]!.subarray(FILE_HEADER_BYTES));
  closeSync(target);
  const child = path.join(import.meta.dirname, '_evtx-memory.ts');
  const { records, overMb } = JSON.parse(execFileSync(process.execPath, [child, large], { encoding: 'utf8' })) as {
    records: number;
    overMb: number;
  };
  return [
    {
      name: 'memory over baseline on 1 GB',
      value: overMb,
      unit: 'MB (RSS)',
      against: `goal < 100; ${records} records`,
    },
  ];
}
