/**
 * `node packages/seclang/libinjection/generate/shapes.ts`: enumerates every sequence of up to five token classes, renders
 * each as SQL in several ways, and keeps the shapes of what the oracle calls an injection; writes `sql/shapes.json`.
 */
import { writeFileSync } from 'node:fs';
import { openOracle } from './oracle.ts';

/** Texts of each class; the first is the plain one, the others find what it cannot (folding depends on the word). */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  k: ['from', 'into outfile', 'as', 'table', 'is null', 'where'],
  U: ['union', 'union all', 'except'],
  B: ['group by', 'having', 'limit', 'order by'],
  E: ['select', 'case', 'set', 'update', 'waitfor delay'],
  t: ['varchar', 'int', 'binary'],
  f: ['sleep', 'ascii', 'user', 'if', 'load_file'],
  n: ['foo', 'a_b', '`x`', 'in'],
  1: ['1', '0x1f', '1.5'],
  v: ['@v', '@@version', 'null'],
  s: ["'x'", '"x"'],
  o: ['=', '-', 'like', '!', '*', 'not', '::', 'between'],
  '&': ['and', '||', '&&', 'xor'],
  A: ['collate'],
  T: ['declare', 'drop', 'exec', 'insert into'],
  '(': ['('],
  ')': [')'],
  '{': ['{'],
  '}': ['}'],
  '.': ['.'],
  ',': [','],
  ':': [':'],
  ';': [';'],
  '?': ['?'],
  '\\': ['\\'],
};
const COMMENTS = ['/*c*/', '-- ', '--', '#', '/*', '--x'];
/** A string at either end may be one that the program opened or closes. */
const FIRST_STRINGS = ["'x'", "x'", 'x"', "'"];
const LAST_STRINGS = ["'x'", "'x", '"x', "'"];
const CLASSES = Object.keys(TEXTS);
const LONGEST = 5;
/** Renderings of each sequence besides the plain one. */
const VARIANTS = 6;

const oracle = openOracle();
if (oracle === undefined) throw new Error('install the Debian package libmodsecurity3');
/** mulberry32: the same renderings at each run. */
let seed = 1;
const pick = (texts: readonly string[]): string => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return texts[((mixed ^ (mixed >>> 14)) >>> 0) % texts.length] as string;
};

const shapes = new Set<string>();
let rendered = 0;
const ask = (text: string): void => {
  rendered++;
  const { injection, fingerprint } = oracle.sqli(Buffer.from(text, 'latin1'));
  if (injection) shapes.add(fingerprint.toUpperCase());
};

function render(sequence: readonly string[], plain: boolean): string[] {
  return sequence.map((type, index) => {
    if (type === 'c') return pick(COMMENTS);
    if (type === 's' && !plain && index === 0) return pick(FIRST_STRINGS);
    if (type === 's' && !plain && index === sequence.length - 1) return pick(LAST_STRINGS);
    const texts = TEXTS[type] as readonly string[];
    return plain ? (texts[0] as string) : pick(texts);
  });
}

function enumerate(sequence: readonly string[]): void {
  if (sequence.length > 0) {
    ask(render(sequence, true).join(' '));
    for (let variant = 0; variant < VARIANTS; variant++) ask(render(sequence, false).join(pick([' ', ' ', ''])));
  }
  if (sequence.length === LONGEST) return;
  const ended = [...sequence, 'c'];
  for (let variant = 0; variant <= VARIANTS; variant++) ask(render(ended, variant === 0).join(pick([' ', ' ', ''])));
  for (const type of CLASSES) enumerate([...sequence, type]);
}

enumerate([]);
ask('/*!1*/');
writeFileSync(new URL('../sql/shapes.json', import.meta.url), `${JSON.stringify([...shapes].sort(), null, 0)}\n`);
process.stdout.write(`${rendered} renderings, ${shapes.size} shapes\n`);
