/**
 * `node test/fault/waf-heavy.ts [--json] [--only TEXT] [--copies N]`: requests that cost their sender little and their reader
 * much, one after another and then `--copies` of each at once (4), against `./haechi waf --workers 2` with our own rules and,
 * where the corpus is, CRS 4. Exit 1 when a worker died, a request took longer than the limit or was not answered, or a sound
 * request was not served after it.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { crsFolder } from '../../packages/seclang/ftw/crs.ts';
import { printFigures } from '../bench/figures.ts';
import { openSite } from './waf-fuzz/site.ts';
import { startWafProcess } from './waf-fuzz/waf-process.ts';
import { HEAVY, type HeavyCase } from './waf-heavy/cases.ts';
import { sendHeavy } from './waf-heavy/send.ts';

/** Seconds in which a request alone is to be answered. */
const LIMIT_SECONDS = 10;
const PEAK_MB = 2_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string', default: '' },
    rules: { type: 'string', default: '' },
    copies: { type: 'string', default: '4' },
  },
});
const failures: string[] = [];
await using site = await openSite();
const crs = crsFolder();
const rounds = [
  { name: 'own rules', args: [] as string[] },
  ...(crs === undefined
    ? []
    : [
        {
          name: 'CRS 4',
          args: ['crs-setup.conf.example', 'rules/*.conf'].flatMap((file) => ['--rules', path.join(crs, file)]),
        },
      ]),
].filter(({ name }) => name.includes(values.rules));
let slowest = { name: '', seconds: 0 };
for (const { name, args } of rounds)
  for (const heavy of HEAVY.filter((one) => one.name.includes(values.only))) await attack(name, args, heavy);
for (const failure of failures) process.stderr.write(`error[waf_heavy]: ${failure}\n`);
printFigures([
  { name: 'slowest request', value: slowest.seconds, unit: 's', against: `goal < ${LIMIT_SECONDS}; ${slowest.name}` },
  { name: 'failures', value: failures.length, unit: '', against: 'goal 0' },
]);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Each case has a WAF of its own: its peak of memory is the case's, and one that dies takes no other case along. */
async function attack(rules: string, args: readonly string[], heavy: HeavyCase): Promise<void> {
  await using waf = await startWafProcess(site.origin, args);
  const workers = waf.workers().join(' ');
  const fail = (what: string): void => void failures.push(`${rules}, ${heavy.name}: ${what}`);
  const once = await sendHeavy(waf.port, heavy);
  const copies = await Promise.all(Array.from({ length: Number(values.copies) }, () => sendHeavy(waf.port, heavy)));
  const sound = await sendHeavy(waf.port, { name: 'sound', target: '/sound' });
  const peak = waf.workers().join(' ') === workers ? waf.peakMb() : 0;
  process.stdout.write(
    `${rules}, ${heavy.name}: ${once.status} after ${once.seconds.toFixed(2)} s; copies ${copies.map(({ status, seconds }) => `${status} ${seconds.toFixed(1)}`).join(', ')} s; peak ${peak.toFixed(0)} MB\n`,
  );
  if (waf.workers().join(' ') !== workers) fail(`a worker died:\n${waf.said().slice(-600)}`);
  if (sound.status !== '200') fail(`a sound request after it got ${sound.status}`);
  for (const { status } of [once, ...copies]) if (!/^\d{3}$/.test(status)) fail(`not answered: ${status}`);
  if (once.seconds > LIMIT_SECONDS) fail(`${once.seconds.toFixed(1)} s`);
  if (peak > PEAK_MB) fail(`peak of ${peak.toFixed(0)} MB`);
  if (once.seconds > slowest.seconds) slowest = { name: `${rules}, ${heavy.name}`, seconds: once.seconds };
}
