/**
 * `./haechi bench libinjection [--count N] [--seed N] [--show N] [--json]`: our detectors of SQL injection and XSS and
 * the published ones (Debian's libmodsecurity3) on the same values: random, put together from pieces, and mutations of
 * real ones (arguments of the corpus' requests and rule tests where HAECHI_CORPUS has them). Prints how often they agree
 * and the time of both.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseTestFile } from '@haechi/seclang/ftw';
import { openOracle } from '../../packages/seclang/libinjection/generate/oracle.ts';
import { detectSqli, detectXss } from '../../packages/seclang/libinjection/index.ts';
import { printFigures } from './figures.ts';
import { injectionValues } from './made/injection-values.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '7' },
    show: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const oracle = openOracle();
if (oracle === undefined) throw new Error('the peer is missing: install the Debian package libmodsecurity3');
const count = Number(options.count);
const values = [...injectionValues(count, Number(options.seed), realValues())];

const bytes = values.map((value) => Buffer.from(value, 'latin1'));
const time = <T>(run: () => T): { result: T; ms: number } => {
  const started = performance.now();
  const result = run();
  return { result, ms: performance.now() - started };
};
const theirs = time(() => bytes.map((value) => ({ ...oracle.sqli(value), xss: oracle.xss(value) })));
const oursSqli = time(() => values.map(detectSqli));
const oursXss = time(() => values.map(detectXss));

let sqli = 0;
let shapes = 0;
let xss = 0;
let shown = 0;
for (const [index, value] of values.entries()) {
  const mine = oursSqli.result[index];
  const other = theirs.result[index];
  if (mine === undefined || other === undefined) continue;
  if (mine.injection === other.injection) sqli++;
  if (mine.fingerprint === other.fingerprint) shapes++;
  if (oursXss.result[index] === other.xss) xss++;
  const differs = mine.fingerprint !== other.fingerprint || oursXss.result[index] !== other.xss;
  if (differs && shown++ < Number(options.show))
    process.stderr.write(
      `${JSON.stringify(value)} sqli ours ${mine.fingerprint || '-'} theirs ${other.fingerprint || '-'}; xss ours ${oursXss.result[index]} theirs ${other.xss}\n`,
    );
}
const percent = (part: number): number => (part / values.length) * 100;
printFigures(
  [
    {
      name: 'values',
      value: values.length,
      unit: 'values',
      against: `${theirs.result.filter(({ injection }) => injection).length} SQL injections, ${theirs.result.filter((each) => each.xss).length} XSS by the peer`,
    },
    {
      name: 'SQL injection: same verdict',
      value: percent(sqli),
      unit: '%',
      against: `goal 99.9; ${values.length - sqli} differ`,
    },
    {
      name: 'SQL injection: same fingerprint',
      value: percent(shapes),
      unit: '%',
      against: `${values.length - shapes} differ`,
    },
    { name: 'XSS: same verdict', value: percent(xss), unit: '%', against: `goal 99.9; ${values.length - xss} differ` },
    { name: 'SQL injection, a value', value: (oursSqli.ms / values.length) * 1_000, unit: 'µs' },
    { name: 'XSS, a value', value: (oursXss.ms / values.length) * 1_000, unit: 'µs' },
    {
      name: 'peer: both, a value, called from here',
      value: (theirs.ms / values.length) * 1_000,
      unit: 'µs',
      against: `ours ${((oursSqli.ms + oursXss.ms) / theirs.ms).toFixed(1)} × its time`,
    },
  ],
  options.json ? ['--json'] : [],
);

function realValues(): string[] {
  const corpus = process.env['HAECHI_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
  const tests = path.join(corpus, 'crs/tests');
  if (!existsSync(tests)) return [];
  const found = new Set<string>();
  for (const name of readdirSync(tests, { recursive: true }) as string[]) {
    if (!/\d+\.yaml$/.test(name)) continue;
    for (const test of parseTestFile(readFileSync(path.join(tests, name), 'utf8'), name))
      for (const { input } of test.stages)
        for (const part of `${input.uri.split('?')[1] ?? ''}&${input.data}`.split('&'))
          found.add(decoded(part.slice(part.indexOf('=') + 1)));
  }
  return [...found].filter((value) => value !== '' && value.length < 2_000);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
