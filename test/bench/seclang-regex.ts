/**
 * `./haechi bench seclang-regex [--json] [--strings N]`: the slowest match of every CRS pattern on adversarial strings
 * of 4 kB (1,000 each unless told otherwise), its captures included: pieces that the pattern itself matches, repeated, with an end that spoils
 * the match. Goal: none over 20 ms. Exits with 1 where one is, on a second try as well.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crsFolder } from '../../packages/seclang/ftw/crs.ts';
import { splitArguments } from '../../packages/seclang/parse/arguments.ts';
import { logicalLines } from '../../packages/seclang/parse/lines.ts';
import { children, type Node } from '../../packages/seclang/regex/ast.ts';
import { members } from '../../packages/seclang/regex/byte-set.ts';
import { compileRegex } from '../../packages/seclang/regex/compile.ts';
import { parsePattern } from '../../packages/seclang/regex/parse.ts';
import { printFigures } from './figures.ts';

const BYTES = 4096;
const GOAL_MS = 20;

const folder = crsFolder();
if (folder === undefined) {
  process.stderr.write('bench seclang-regex needs the corpus: set HAECHI_CORPUS\n');
  process.exit(1);
}
const strings = Number(process.argv[process.argv.indexOf('--strings') + 1]) || 1_000;

/** A small generator with a seed (mulberry32), so that a slow string can be made again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A string that the node matches, or nearly: loops turn a few times, assertions are passed by. */
function written(node: Node, random: () => number): string {
  switch (node.type) {
    case 'set': {
      const bytes = members(node.set);
      return bytes.length === 0 ? '' : String.fromCharCode(bytes[Math.floor(random() * bytes.length)]!);
    }
    case 'alternation':
      return written(node.options[Math.floor(random() * node.options.length)]!, random);
    case 'repeat': {
      const turns = node.min + Math.floor(random() * Math.min(4, node.max - node.min + 1));
      return Array.from({ length: turns }, () => written(node.item, random)).join('');
    }
    default:
      return children(node)
        .map((child) => written(child, random))
        .join('');
  }
}

function parts(node: Node): Node[] {
  return [node, ...children(node).flatMap(parts)];
}

function adversarial(nodes: readonly Node[], random: () => number): string {
  const piece = (): string => written(nodes[Math.floor(random() * nodes.length)]!, random).slice(0, 60);
  const head = random() < 0.5 ? piece() : '';
  const pump = (random() < 0.7 ? piece() : piece() + piece()) || 'a';
  const end = ['', '!', '\0', '\n', 'x', piece()][Math.floor(random() * 6)]!;
  return (head + pump.repeat(Math.ceil(BYTES / pump.length))).slice(0, BYTES - end.length) + end;
}

const patterns = new Map<string, string>();
for (const file of globSync(join(folder, 'rules/*.conf')))
  for (const { text, line } of logicalLines(readFileSync(file, 'latin1'))) {
    const pattern = text.startsWith('SecRule ')
      ? /^!?@rx (.*)$/s.exec(splitArguments(text.slice(8))[1] ?? '')?.[1]
      : undefined;
    if (pattern !== undefined && !pattern.includes('%{')) patterns.set(pattern, `${file.split('/').at(-1)}:${line}`);
  }

let slowest = { ms: 0, place: '' };
let over = 0;
let total = 0;
let seed = 1;
for (const [pattern, place] of patterns) {
  const regex = compileRegex(pattern);
  const nodes = parts(parsePattern(pattern).root);
  const random = randomOf(seed++);
  let worst = 0;
  for (let index = 0; index < strings; index++) {
    const value = adversarial(nodes, random);
    const time = (): number => {
      const started = performance.now();
      regex.exec(value);
      return performance.now() - started;
    };
    let ms = time();
    total += ms;
    // Another process may have had the processor: only a string that is slow each time is slow.
    for (let again = 0; again < 3 && ms > GOAL_MS; again++) ms = Math.min(ms, time());
    worst = Math.max(worst, ms);
  }
  if (worst > GOAL_MS) {
    over++;
    process.stderr.write(`${place}: ${worst.toFixed(1)} ms\n`);
  }
  if (worst > slowest.ms) slowest = { ms: worst, place };
}
printFigures([
  { name: 'patterns', value: patterns.size, unit: '', against: `${strings} strings of ${BYTES} bytes each` },
  { name: 'slowest match', value: slowest.ms, unit: 'ms', against: `goal: ${GOAL_MS} ms; ${slowest.place}` },
  { name: 'patterns over the goal', value: over, unit: '' },
  { name: 'mean match', value: (1000 * total) / (patterns.size * strings), unit: 'µs' },
]);
if (over > 0) process.exitCode = 1;
