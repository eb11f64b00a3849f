/**
 * `node test/fault/formats-fuzz.ts [--json] [--lines N] [--seed N]`: decodes mutated lines of every format, 1,000,000 by
 * default, in streams that mix them. Exit 1 when a decoder throws, an event has no valid time, or memory keeps growing;
 * failures come with their seed.
 */
import { parseArgs } from 'node:util';
import { type Decoding, openDecoding } from '@haechi/formats';
import { vectorLines } from '../../packages/formats/test/corpus.ts';
import { mutate, randomOf } from '../../packages/formats/test/mutate.ts';
import { printFigures } from '../bench/figures.ts';

const STREAM_LINES = 1_000;
const SUSPECT_MS = 10;
const NOW = Date.parse('2026-03-01T00:00:00Z');
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    lines: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});
const bases = vectorLines();
const total = Number(values.lines);
const random = randomOf(Number(values.seed));
const rejects = new Map<string, number>();
let events = 0;
let failures = 0;
let slowest = 0;
let current = '';

const sink: Parameters<Decoding['line']>[2] = {
  event(decoded) {
    events += 1;
    if (!TIME.test(decoded.event['@timestamp'])) fail(`no valid time from ${decoded.decoder}`);
  },
  reject(reject) {
    rejects.set(reject.reason, (rejects.get(reject.reason) ?? 0) + 1);
    if (reject.reason === 'decoder_fault') fail('a decoder threw');
  },
};

function fail(what: string): void {
  failures += 1;
  if (failures <= 20) process.stderr.write(`error[formats_fuzz]: ${what}; ${JSON.stringify(current.slice(0, 600))}\n`);
}

function timed(line: string): number {
  const start = performance.now();
  const decoding = openDecoding({ now: NOW });
  decoding.line(line, 1, sink);
  decoding.flush(sink);
  return performance.now() - start;
}

const started = performance.now();
let settledMb = 0;
for (let done = 0; done < total; ) {
  const decoding = openDecoding({ now: NOW });
  for (let i = 0; i < STREAM_LINES && done < total; i++, done++) {
    current = mutate(bases[random(bases.length)] as string, bases[random(bases.length)] as string, random);
    const before = performance.now();
    decoding.line(current, i + 1, sink);
    const ms = performance.now() - before;
    // Alone and twice more before a line counts as slow: a collector's pause is not the line's.
    if (ms > SUSPECT_MS) slowest = Math.max(slowest, Math.min(timed(current), timed(current)));
  }
  decoding.flush(sink);
  if (settledMb === 0 && done >= total / 5) settledMb = process.memoryUsage().heapUsed / 1_048_576;
}
const seconds = (performance.now() - started) / 1000;
const heapMb = process.memoryUsage().heapUsed / 1_048_576;
const said = [...rejects].map(([reason, count]) => `${reason} ${count}`).join(', ');
printFigures([
  { name: 'mutated lines', value: total, unit: '', against: `${events} events; rejects: ${said}` },
  { name: 'failures', value: failures, unit: '', against: 'goal 0' },
  { name: 'slowest line', value: slowest, unit: 'ms', against: 'goal < 50; 0 when none took over 10' },
  {
    name: 'heap at the end',
    value: heapMb,
    unit: 'MB',
    against: `${settledMb.toFixed(0)} MB after a fifth of the lines`,
  },
  { name: 'lines a second', value: Math.round(total / seconds), unit: '/s', against: 'mutation included' },
]);
process.exitCode = failures > 0 || heapMb > settledMb + 256 ? 1 : 0;
