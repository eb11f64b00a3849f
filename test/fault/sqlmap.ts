/**
 * sqlmap against a site with SQL injection in a query, a form, a cookie and a JSON body: first without the WAF, which has to
 * give everything away (else the attack proves nothing), then behind it in mode block with our own rules, also with sqlmap's
 * tamper scripts for evading a WAF. Run by hand: `node test/fault/sqlmap.ts [MINUTES a run]`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureDebianPackages } from '../../apps/cli/debian.ts';
import { startWaf } from '../../apps/waf/waf.ts';
import { wafRuleFiles } from '../../content/waf.ts';
import { openInjectableSite } from './injectable-site.ts';

const PLACES: Readonly<Record<string, readonly string[]>> = {
  query: ['-u', '/item?id=1', '-p', 'id'],
  form: ['-u', '/find', '--data', 'name=item', '-p', 'name'],
  cookie: ['-u', '/cart', '--cookie', 'cart=1', '-p', 'cart'],
  json: [
    '-u',
    '/api/search',
    '--data',
    '{"name":"item 1"}',
    '--headers',
    'Content-Type: application/json',
    '-p',
    'name',
  ],
};
const TAMPERS = [
  '',
  'space2comment,randomcase',
  'between,randomcase,space2plus',
  'charencode',
  'chardoubleencode',
  'charunicodeescape',
];
const minutes = Number(process.argv[2] ?? 3);

interface Outcome {
  readonly stolen: boolean;
  readonly injectable: boolean;
  readonly seconds: number;
}

async function sqlmap(origin: string, secret: string, args: readonly string[], tamper: string): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlmap-'));
  const started = Date.now();
  const child = spawn(
    'sqlmap',
    [
      ...args.map((arg) => (arg.startsWith('/') ? origin + arg : arg)),
      ...[
        '--batch',
        '--random-agent',
        '--level',
        '3',
        '--risk',
        '2',
        '--threads',
        '4',
        '--dbms',
        'sqlite',
        '--dump',
        '-T',
        'users',
      ],
      ...['--flush-session', '--disable-coloring', '--output-dir', folder, '--timeout', '10', '--time-sec', '1'],
      // It would give up at the first 403: here it tries everything it knows.
      ...['--skip-waf', '--skip-heuristics', '--ignore-code', '403'],
      ...(tamper === '' ? [] : ['--tamper', tamper]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000);
  let text = '';
  child.stdout.on('data', (piece) => (text += String(piece)));
  child.stderr.on('data', (piece) => (text += String(piece)));
  await once(child, 'close');
  clearTimeout(timer);
  await rm(folder, { recursive: true, force: true });
  return {
    stolen: text.includes(secret),
    injectable: /identified the following injection point|is vulnerable/.test(text),
    seconds: Math.round((Date.now() - started) / 1000),
  };
}

if (!(await ensureDebianPackages(['sqlmap']))) process.exit(1);
await using site = await openInjectableSite();
let judged = 0;
const waf = await startWaf({
  rules: wafRuleFiles(),
  listen: { host: '127.0.0.1', port: 0 },
  upstream: site.origin,
  mode: 'block',
  trustedProxies: [],
  failOpen: false,
  log: () => undefined,
  onTransaction: () => void judged++,
});
let failed = 0;
for (const [place, args] of Object.entries(PLACES)) {
  const bare = await sqlmap(site.origin, site.secret, args, '');
  console.log(
    `${place}: without the WAF ${bare.stolen ? 'stolen' : 'NOT stolen, the attack is no test'} (${bare.seconds} s)`,
  );
  if (!bare.stolen) failed++;
  for (const tamper of TAMPERS) {
    const before = { passed: site.requests(), judged };
    const { stolen, injectable, seconds } = await sqlmap(`http://127.0.0.1:${waf.port}`, site.secret, args, tamper);
    const passed = `${site.requests() - before.passed} of ${judged - before.judged} requests passed`;
    const what = stolen ? 'STOLEN' : injectable ? 'INJECTION FOUND, nothing stolen' : 'nothing found';
    console.log(`  behind it, tamper ${tamper || 'none'}: ${what}; ${passed} (${seconds} s)`);
    if (stolen || injectable) failed++;
  }
}
await waf.close();
console.log(failed === 0 ? 'nothing extracted' : `${failed} runs failed`);
process.exit(failed === 0 ? 0 : 1);
