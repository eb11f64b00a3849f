/**
 * `node test/fault/waf-fuzz.ts [--json] [--requests N] [--seed N] [--at INDEX]`: mutated requests, 100,000 by default, over
 * real sockets against `./haechi waf --workers 2` with our own rules and, where the corpus is, CRS 4: HTTP/1.1, and under TLS
 * HTTP/2 frames, beside them senders that hold connections. Exit 1 when a worker died, a request was neither answered nor its
 * connection closed, the engine faulted, a sound request was not served or an attack was, a slow sender was never cut off, or
 * memory grew. Requests are made of seed and index: `--at` sends one again.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { certificateFor } from '../../apps/waf/test/certificate.ts';
import { randomOf } from '../../packages/formats/test/mutate.ts';
import { crsFolder } from '../../packages/seclang/ftw/crs.ts';
import { printFigures } from '../bench/figures.ts';
import { frameAttempt } from './waf-fuzz/frames.ts';
import { probe } from './waf-fuzz/probe.ts';
import { attempt } from './waf-fuzz/requests.ts';
import { openSite } from './waf-fuzz/site.ts';
import { slowSenders } from './waf-fuzz/slow.ts';
import { startWafProcess } from './waf-fuzz/waf-process.ts';
import { send } from './waf-fuzz/wire.ts';

const LANES = 24;
const PROBE_EVERY = 1_000;
/** Steps at which memory is looked at; before the third the engines of the workers are still warming up. */
const STEPS = 10;
const WARM = 3;
const GROWTH_MB = 64;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    at: { type: 'string' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const total = Number(values.requests);
const failures: string[] = [];
const folder = await mkdtemp(path.join(tmpdir(), 'waf-fuzz-'));
await using site = await openSite();
process.stderr.write(`seed ${seed}\n`);

const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
const made = certificateFor('a.example');
await Promise.all([writeFile(key, made.key), writeFile(cert, made.cert)]);
const secure = ['--tls-cert', cert, '--tls-key', key];
const crs = crsFolder();
const crsRules =
  crs === undefined
    ? undefined
    : ['crs-setup.conf.example', 'rules/*.conf'].flatMap((file) => ['--rules', path.join(crs, file)]);
/** Share of all requests that each gets: HTTP/2 costs a handshake each. */
const rounds = [
  { name: 'own rules, HTTP/1.1', args: [], tls: false, share: 4 },
  { name: 'own rules, HTTP/2', args: secure, tls: true, share: 1 },
  ...(crsRules === undefined
    ? []
    : [
        { name: 'CRS 4, HTTP/1.1', args: crsRules, tls: false, share: 4 },
        { name: 'CRS 4, HTTP/2', args: [...crsRules, ...secure], tls: true, share: 1 },
      ]),
].filter(({ name }) => values.only === undefined || name.includes(values.only));
const shares = rounds.reduce((sum, { share }) => sum + share, 0);
for (const round of rounds) await run(round, Math.ceil((total * round.share) / shares));
await rm(folder, { recursive: true });
for (const failure of failures.slice(0, 20)) process.stderr.write(`error[waf_fuzz]: ${failure}\n`);
printFigures([
  { name: 'mutated requests', value: total, unit: '', against: `seed ${seed}` },
  { name: 'failures', value: failures.length, unit: '', against: 'goal 0' },
]);
process.exitCode = failures.length > 0 ? 1 : 0;

async function run({ name, args, tls }: (typeof rounds)[number], count: number): Promise<void> {
  await using waf = await startWafProcess(site.origin, args);
  const target = { port: waf.port, tls };
  const make = tls ? frameAttempt : attempt;
  const fail = (what: string): void => void failures.push(`${name}: ${what}`);
  const outcomes = new Map<string, number>();
  const workers = waf.workers().join(' ');
  const started = performance.now();
  const memory: number[] = [];
  const slow = values.at === undefined ? slowSenders(target) : undefined;
  let next = values.at === undefined ? 0 : Number(values.at);
  const end = values.at === undefined ? count : next + 1;
  const lane = async (): Promise<void> => {
    while (next < end) {
      const index = next++;
      const outcome = await send(target, make(randomOf(seed + index)), index);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome === 'hung' || outcome === 'not HTTP' || outcome === '503') fail(`request ${index}: ${outcome}`);
      if (index % PROBE_EVERY === PROBE_EVERY - 1)
        for (const wrong of await probe(target)) fail(`after ${index}: ${wrong}`);
      if (index % Math.ceil(count / STEPS) === 0) memory.push(waf.rssMb());
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const seconds = (performance.now() - started) / 1_000;
  const held = await slow;
  for (const who of held?.held ?? []) fail(`a slow sender was never cut off: ${who}`);
  for (const wrong of await probe(target)) fail(`at the end: ${wrong}`);
  memory.push(waf.rssMb());
  const settled = Math.max(...memory.slice(0, WARM + 1));
  if ((memory.at(-1) ?? 0) > settled + GROWTH_MB) fail(`memory grew from ${settled.toFixed(0)} MB at the third step`);
  if (waf.workers().join(' ') !== workers) fail(`workers ${workers} became ${waf.workers().join(' ')}:\n${waf.said()}`);
  process.stderr.write(
    `${name}: ${count} requests in ${seconds.toFixed(0)} s\n` +
      `  ${[...outcomes]
        .sort(([, a], [, b]) => b - a)
        .map(([what, times]) => `${what}: ${times}`)
        .join(', ')}\n` +
      `  MB of both workers at each tenth: ${memory.map((mb) => mb.toFixed(0)).join(' ')}\n` +
      `  slow senders cut off after (s): ${[...(held?.seconds ?? [])].map(([who, s]) => `${who} ${s}`).join(', ')}\n`,
  );
}
