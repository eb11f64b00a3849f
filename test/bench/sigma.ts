/**
 * `./haechi bench sigma [--json] [--rules DIR]`: bytes in to matches out against `JSON.parse` alone on the same bytes,
 * one thread, all rules loaded, passes of both in turn. Inputs: the Windows JSON and the EVTX files of the corpus;
 * without it, events and rules made here. Then correlation, and a hostile value for a catastrophic regular expression.
 */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { builtinRules } from '@haechi/content';
import { readEvtxBytes } from '@haechi/evtx';
import { parseFiles } from '@haechi/platform/detect/parsed-files.ts';
import { contents, walk } from '@haechi/platform/ingest/files/walk.ts';
import { compile, correlator, type EventRecord, type Matcher, parseRules } from '@haechi/sigma';
import { type Figure, printFigures } from './figures.ts';
import { madeRows } from './made/events.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Passes over an input, and how many a small one gets so that its figures are no noise. */
const PASSES = 7;
const PASSES_SMALL = 25;
const SMALL_BYTES = 100e6;
const WINDOWS = { product: 'windows' } as const;
const NEWLINE = 10;

const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
const rulesAt = process.argv.indexOf('--rules');
const folder = rulesAt < 0 ? path.join(corpus, 'sigma') : process.argv[rulesAt + 1]!;

const { figures: compiling, matcher } = load();
const inputs = await readInputs();
const figures: Figure[] = [...compiling];
for (const [name, bytes] of inputs) figures.push(...matching(name, bytes, matcher));
figures.push(
  { name: 'compiled automata', value: matcher.bytes / 1e6, unit: 'MB', against: 'after all inputs' },
  ...correlating(),
  ...hostileRegex(),
);
printFigures(figures);

function ruleTexts(): { path: string; text: string }[] {
  if (!existsSync(folder)) return [];
  return globSync(path.join(folder, '**/*.{yml,yaml}'))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(file, 'utf8') }));
}

/** Heap in use after a collection, in bytes. */
function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function load(): { matcher: Matcher; figures: Figure[] } {
  const files = [...builtinRules(), ...ruleTexts()];
  const before = heap();
  const start = performance.now();
  const read = files.flatMap((file) => parseRules(file.text, { path: file.path }).rules);
  const parsed = performance.now();
  const ready = compile(read);
  ready.warm();
  const end = performance.now();
  const cached = fromCache(files);
  return {
    matcher: ready,
    figures: [
      { name: 'rules', value: ready.rules.length, unit: '', against: `${ready.rejected.length} rejected at compiling` },
      {
        name: 'compile, from YAML',
        value: (end - start) / 1000,
        unit: 's',
        against: `goal < 3; parsing ${Math.round(parsed - start)} ms`,
      },
      {
        name: 'ready, from the cache',
        value: cached,
        unit: 'ms',
        against: 'goal < 200; groups compile at their first event',
      },
      { name: 'memory of rules and matcher', value: (heap() - before) / 1e6, unit: 'MB', against: 'heap' },
    ],
  };
}

/** Milliseconds from rule files in memory to a matcher, with their parsed form on disk: the best of three. */
function fromCache(files: readonly { path: string; text: string }[]): number {
  const cache = mkdtempSync(path.join(tmpdir(), 'haechi-bench-sigma-'));
  try {
    parseFiles(files, cache);
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      compile(parseFiles(files, cache).flatMap((each) => each.rules));
      return performance.now() - start;
    });
    return Math.min(...times);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function readInputs(): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const windows = path.join(corpus, 'logs/windows-json');
  if (existsSync(windows)) found.set('windows-json', await unpacked(windows));
  const evtx = path.join(corpus, 'evtx');
  if (existsSync(evtx)) found.set('evtx as JSON', evtxJson(evtx));
  if (found.size === 0)
    found.set(
      'made',
      Buffer.from([...madeRows(20_000, { end: Date.now(), days: 1 })].map((row) => row.raw).join('\n')),
    );
  return found;
}

async function unpacked(where: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const file of walk([where])) {
    if (file.kind !== 'found' || !file.path.endsWith('.zip')) continue;
    for await (const input of contents(file.path)) {
      if (input.kind !== 'file') continue;
      for await (const chunk of input.bytes) parts.push(Buffer.from(chunk));
      parts.push(Buffer.from('\n'));
    }
  }
  return Buffer.concat(parts);
}

function evtxJson(where: string): Buffer {
  const lines: string[] = [];
  for (const file of globSync(path.join(where, '**/*.evtx')))
    for (const item of readEvtxBytes(readFileSync(file)))
      if (item.kind === 'record') lines.push(JSON.stringify(item.json()));
  return Buffer.from(lines.join('\n'));
}

/** Calls `take` with each line that begins as an object. */
function eachEvent(bytes: Buffer, take: (event: EventRecord) => void): void {
  for (let at = 0; at < bytes.length; ) {
    let end = bytes.indexOf(NEWLINE, at);
    if (end < 0) end = bytes.length;
    if (bytes[at] === 0x7b) take(JSON.parse(bytes.toString('utf8', at, end)) as EventRecord);
    at = end + 1;
  }
}

function matching(name: string, bytes: Buffer, against: Matcher): Figure[] {
  const floor: number[] = [];
  const whole: number[] = [];
  let events = 0;
  let matches = 0;
  const evaluatedBefore = evaluations(against);
  const passes = bytes.length < SMALL_BYTES ? PASSES_SMALL : PASSES;
  for (let pass = 0; pass < passes; pass++) {
    events = matches = 0;
    floor.push(timed(() => eachEvent(bytes, () => events++)));
    whole.push(timed(() => eachEvent(bytes, (event) => void (matches += against.match(event, WINDOWS).length))));
  }
  const evaluated = (evaluations(against) - evaluatedBefore) / (passes * events);
  const [least, total] = [Math.min(...floor), Math.min(...whole)];
  return [
    {
      name: `${name}: events`,
      value: events,
      unit: '',
      against: `${(bytes.length / 1e6).toFixed(1)} MB, ${matches} matches`,
    },
    { name: `${name}: JSON.parse alone`, value: least * 1000, unit: 'ms', against: `floor, best of ${passes}` },
    { name: `${name}: bytes to matches`, value: total * 1000, unit: 'ms', against: `best of ${passes}` },
    { name: `${name}: ratio`, value: total / least, unit: 'x', against: 'goal <= 2, 3 the least acceptable' },
    { name: `${name}: ratio, medians`, value: median(whole) / median(floor), unit: 'x' },
    {
      name: `${name}: ratio, first pass`,
      value: whole[0]! / floor[0]!,
      unit: 'x',
      against: 'before the JIT has compiled',
    },
    { name: `${name}: speed`, value: Math.round(events / total), unit: 'events/s' },
    { name: `${name}: volume`, value: bytes.length / 1e6 / total, unit: 'MB/s' },
    { name: `${name}: rules evaluated`, value: evaluated, unit: '1/event', against: `of ${against.rules.length}` },
  ];
}

/** Processor seconds, so that other programs on the machine weigh little. */
function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function evaluations(of: Matcher): number {
  return of.rules.reduce((sum, rule) => sum + of.counters(rule.id)!.evaluated, 0);
}

/** One event in each millisecond, spread over 1,000 groups, for a count and for a count of distinct values. */
function correlating(): Figure[] {
  const base = `title: Base
id: 00000000-0000-4000-8000-000000000001
logsource: {category: test}
detection: {sel: {A: 1}, condition: sel}
`;
  return ['event_count', 'value_count', 'temporal_ordered'].map((type): Figure => {
    const field = type === 'value_count' ? ', field: User' : '';
    const condition = type === 'temporal_ordered' ? '' : `\n  condition: {gte: 10${field}}`;
    const second = base.replace('0001', '0002').replace('Base', 'Second');
    const rulesText = `${base}---\n${second}---
title: Many
id: 00000000-0000-4000-8000-000000000009
correlation:
  type: ${type}
  rules: [00000000-0000-4000-8000-000000000001, 00000000-0000-4000-8000-000000000002]
  group-by: [Ip]
  timespan: 5m${condition}
`;
    const parsed = parseRules(rulesText);
    if (parsed.errors.length > 0) throw new Error(JSON.stringify(parsed.errors));
    const state = correlator(parsed.rules);
    const pair = parsed.rules.filter((rule) => rule.kind === 'detection').map((rule) => ({ rule }));
    const events = Array.from({ length: 50_000 }, (_, i) => ({
      Ip: `10.0.${((i * 7) % 1000) >> 8}.${((i * 7) % 1000) & 255}`,
      User: `u${(i * 31) % 997}`,
    }));
    let found = 0;
    const count = 600_000;
    const seconds = timed(() => {
      for (let i = 0; i < count; i++)
        found += state.feed(pair[(i / 1000) & 1]!, events[i % events.length]!, i * 10, { ref: 'r' }).length;
    });
    return {
      name: `correlation ${type}, 1,000 groups`,
      value: Math.round(count / seconds),
      unit: 'matches/s',
      against: `goal >= 300,000; ${found} found`,
    };
  });
}

/** A command line of 10 kB that makes a backtracking engine take years. */
function hostileRegex(): Figure[] {
  const yaml = `title: Catastrophe
id: 00000000-0000-4000-8000-000000000003
logsource: {category: process_creation, product: windows}
detection: {sel: {CommandLine|re: '(a+)+(b|a)*x$'}, condition: sel}
`;
  const hostile = compile(parseRules(yaml).rules);
  const event = { CommandLine: `${'a'.repeat(10_000)}!x ` };
  const logsource = { category: 'process_creation', product: 'windows' };
  const first = performance.now();
  hostile.match(event, logsource);
  const cold = performance.now() - first;
  const warm = Math.min(
    ...Array.from({ length: 20 }, () => {
      const start = performance.now();
      hostile.match(event, logsource);
      return performance.now() - start;
    }),
  );
  return [
    { name: 'catastrophic regex on 10 kB, first', value: cold, unit: 'ms', against: 'goal < 5' },
    { name: 'catastrophic regex on 10 kB', value: warm, unit: 'ms', against: 'goal < 5' },
  ];
}
