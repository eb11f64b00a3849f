/**
 * `./haechi bench peers [--lines N] [--seed N] [--only sshd|nginx] [--without-crowdsec] [--json]`: one sshd log and one
 * nginx log with planted attackers, through CrowdSec (Debian's package with the hub content it carries), fail2ban-regex
 * (sshd) and `haechi analyze` with our own rules, then with SigmaHQ's too where HAECHI_CORPUS has them. Every time is the
 * whole run, start and rules included. CrowdSec needs about ten minutes for 300,000 nginx lines.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDebianPackages } from '../../apps/cli/debian.ts';
import { type Figure, printFigures } from './figures.ts';
import { accessLog } from './made/access-log.ts';
import type { PlantedLog } from './made/planted-log.ts';
import { sshdLog } from './made/sshd-log.ts';
import { unpackCrowdSec } from './peer/crowdsec.ts';
import { runFail2ban } from './peer/fail2ban.ts';
import { runOurs, splitFloor } from './peer/ours.ts';
import type { PeerRun } from './peer/peer-run.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '300000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    'without-crowdsec': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const LINES = Number(values.lines);
const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
const LOGS = {
  sshd: { make: sshdLog, kind: 'syslog', goal: 100_000 },
  nginx: { make: accessLog, kind: 'nginx', goal: 50_000 },
} as const;

const folder = mkdtempSync(path.join(tmpdir(), 'haechi-bench-peers-'));
try {
  const crowdsec = values['without-crowdsec'] ? undefined : unpackCrowdSec(folder);
  const fail2ban = await ensureDebianPackages(['fail2ban']);
  const figures: Figure[] = [];
  for (const [name, log] of Object.entries(LOGS)) {
    if (values.only !== undefined && values.only !== name) continue;
    const planted = log.make(LINES, Number(values.seed));
    const file = path.join(folder, `${name}.log`);
    writeFileSync(file, `${planted.lines.join('\n')}\n`);
    const rates: number[] = [];
    const add = (who: string, run: PeerRun, against = ''): number => {
      const rate = planted.lines.length / run.seconds;
      figures.push(
        { name: `${name}: ${who}`, value: Math.round(rate), unit: 'lines/s', against },
        ...quality(`${name}: ${who}`, run, planted),
      );
      rates.push(rate);
      return rate;
    };
    figures.push(
      {
        name: `${name}: planted`,
        value: planted.attackers.size,
        unit: 'attackers',
        against: `${planted.decoys.size} decoys, seed ${values.seed}`,
      },
      {
        name: `${name}: splitting into lines alone`,
        value: Math.round(splitFloor(file)),
        unit: 'lines/s',
        against: 'floor',
      },
    );
    if (crowdsec !== undefined) add(`CrowdSec ${crowdsec.version}`, await crowdsec.run(file, log.kind));
    if (fail2ban && name === 'sshd') add('fail2ban-regex', runFail2ban(file, 'sshd'));
    const peers = [...rates];
    runOurs(file, [], folder);
    const own = runOurs(file, [], folder);
    const rate = add(`ours, ${own.rules} rules`, own, `goal ${log.goal.toLocaleString('en')}`);
    for (const [index, peer] of peers.entries())
      figures.push({
        name: `${name}: ours over ${index === 0 && crowdsec !== undefined ? 'CrowdSec' : 'fail2ban-regex'}`,
        value: rate / peer,
        unit: 'x',
      });
    const sigma = path.join(corpus, 'sigma');
    if (!existsSync(sigma)) continue;
    runOurs(file, [sigma], folder);
    const all = runOurs(file, [sigma], folder);
    add(`ours, ${all.rules} rules`, all, 'with SigmaHQ');
  }
  printFigures(figures, values.json ? ['--json'] : []);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Of the planted attackers those found, and whom else it accuses. */
function quality(name: string, run: PeerRun, planted: PlantedLog): Figure[] {
  const missed = new Map<string, number>();
  for (const [ip, kind] of planted.attackers) if (!run.found.has(ip)) missed.set(kind, (missed.get(kind) ?? 0) + 1);
  const wrong = [...run.found].filter((ip) => !planted.attackers.has(ip));
  const lost = [...missed.values()].reduce((sum, count) => sum + count, 0);
  return [
    {
      name: `${name}: found`,
      value: planted.attackers.size - lost,
      unit: 'attackers',
      against: [
        `of ${planted.attackers.size}`,
        ...[...missed].map(([kind, count]) => `missed ${count} × ${kind}`),
      ].join(', '),
    },
    {
      name: `${name}: false alarms`,
      value: wrong.length,
      unit: 'addresses',
      against: `${wrong.filter((ip) => planted.decoys.has(ip)).length} of them decoys${wrong.length > 0 ? `; ${wrong.slice(0, 3).join(' ')}` : ''}`,
    },
  ];
}
