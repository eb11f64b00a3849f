/**
 * `./haechi bench waf [--seconds N] [--rules crs|own|FILE…] [--json]`: ours against nginx with ModSecurity and nginx alone,
 * one worker each, the same rule files for both (the corpus' CRS 4, else Debian's modsecurity-crs), wrk from Debian as the
 * client: GET with a query, 1 kB form POST, 10 kB JSON POST, 200 kB upload. An attack must be blocked and an ordinary
 * request passed by each server before it is measured. Client, server and backend share the cores.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureDebianPackages } from '../../apps/cli/debian.ts';
import { freePort } from '../fault/server-process.ts';
import { printFigures } from './figures.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});
await ensureDebianPackages(['nginx', 'libnginx-mod-http-modsecurity', 'wrk', 'modsecurity-crs']);

const folder = mkdtempSync(path.join(tmpdir(), 'haechi-bench-waf-'));
const rules = ruleFiles();
const running: ChildProcess[] = [];

/** A server under measurement. */
interface Peer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
}

const LOADS: readonly { readonly name: string; readonly script: string }[] = [
  {
    name: 'GET, 10 values',
    script: lua(
      'GET',
      `/search?${Array.from({ length: 10 }, (_, n) => `field${n}=value+number+${n}`).join('&')}`,
      '',
      '',
    ),
  },
  {
    name: 'form POST, 1 kB',
    script: lua(
      'POST',
      '/form',
      'application/x-www-form-urlencoded',
      Array.from({ length: 22 }, (_, n) => `name${n}=some+ordinary+text+of+field+${n}`).join('&'),
    ),
  },
  {
    name: 'JSON POST, 10 kB',
    script: lua(
      'POST',
      '/api',
      'application/json',
      JSON.stringify({
        items: Array.from({ length: 120 }, (_, n) => ({ id: n, title: `Item number ${n}`, note: 'an ordinary note' })),
      }),
    ),
  },
  {
    name: 'upload, 200 kB',
    script: lua(
      'POST',
      '/upload',
      'multipart/form-data; boundary=b0undary',
      `--b0undary\r\nContent-Disposition: form-data; name="file"; filename="photo.txt"\r\nContent-Type: text/plain\r\n\r\n${'0123456789abcdef '.repeat(12_000)}\r\n--b0undary--\r\n`,
    ),
  },
];

try {
  const backend = await startNginx(
    'backend',
    `server { listen 127.0.0.1:PORT; client_max_body_size 10m; location / { return 200 "ok\\n"; } }`,
  );
  const proxied = `server { listen 127.0.0.1:PORT; client_max_body_size 10m; client_body_buffer_size 1m; location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; } }`;
  const upstream = `upstream backend { server 127.0.0.1:${backend.port}; keepalive 64; }`;
  const plain = await startNginx('plain', `${upstream} ${proxied}`);
  const modsecurity = await startNginx(
    'modsecurity',
    `modsecurity on; modsecurity_rules_file ${rules.nginx}; ${upstream} ${proxied}`,
  );
  const ours = await startOurs(backend.port);
  const peers: readonly Peer[] = [ours, modsecurity, plain];
  for (const peer of [ours, modsecurity]) await mustJudge(peer);

  const figures = [];
  for (const { name, script } of LOADS) {
    const file = path.join(folder, `${name.replace(/\W+/g, '-')}.lua`);
    writeFileSync(file, script);
    const results = new Map<string, ReturnType<typeof measure>>();
    for (const peer of peers) results.set(peer.name, measure(peer, file));
    const [mine, theirs, none] = peers.map((peer) => results.get(peer.name) ?? fail(peer.name));
    if (mine === undefined || theirs === undefined || none === undefined) throw new Error('nothing measured');
    figures.push(
      {
        name: `${name}: ours`,
        value: mine.perSecond,
        unit: 'requests/s',
        against: `${(mine.perSecond / theirs.perSecond).toFixed(1)} × ModSecurity (goal 10, least 5); p50 ${mine.p50} ms, p99 ${mine.p99} ms, ${rss(ours)} MB`,
      },
      {
        name: `${name}: nginx + ModSecurity`,
        value: theirs.perSecond,
        unit: 'requests/s',
        against: `p50 ${theirs.p50} ms, p99 ${theirs.p99} ms, ${rss(modsecurity)} MB`,
      },
      {
        name: `${name}: nginx alone`,
        value: none.perSecond,
        unit: 'requests/s',
        against: `p50 ${none.p50} ms, p99 ${none.p99} ms`,
      },
    );
  }
  printFigures(figures, values.json ? ['--json'] : []);
} finally {
  for (const child of running) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

function fail(name: string): never {
  throw new Error(`${name} was not measured`);
}

/** The same rules for both, in block mode at paranoia level 1. */
function ruleFiles(): { readonly ours: readonly string[]; readonly nginx: string } {
  const corpus = process.env['HAECHI_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
  const crs = path.join(corpus, 'crs');
  const setup = path.join(folder, 'setup.conf');
  writeFileSync(
    setup,
    'SecRuleEngine On\nSecRequestBodyAccess On\nSecRequestBodyLimit 13107200\nSecResponseBodyAccess Off\nSecAuditEngine Off\n' +
      'SecRule REQUEST_HEADERS:Content-Type "^application/json" "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"\n',
  );
  const files = existsSync(crs)
    ? [setup, path.join(crs, 'crs-setup.conf.example'), path.join(crs, 'rules/*.conf')]
    : [setup, '/etc/modsecurity/crs/crs-setup.conf', '/usr/share/modsecurity-crs/rules/*.conf'];
  const nginx = path.join(folder, 'modsecurity.conf');
  writeFileSync(nginx, files.map((file) => `Include ${file}\n`).join(''));
  return { ours: files, nginx };
}

async function startNginx(name: string, http: string): Promise<Peer> {
  const port = await freePort();
  const home = path.join(folder, name);
  mkdirSync(home);
  const module = '/usr/lib/nginx/modules/ngx_http_modsecurity_module.so';
  const load = http.includes('modsecurity') ? `load_module ${module};` : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${home}/${kind};`)
    .join(' ');
  writeFileSync(
    path.join(home, 'nginx.conf'),
    `${load} worker_processes 1; daemon off; user root; pid ${home}/pid; error_log ${home}/error.log; events { worker_connections 1024; } http { access_log off; keepalive_requests 1000000; ${temporary} ${http.replace('PORT', String(port))} }`,
  );
  const child = spawn('nginx', ['-c', path.join(home, 'nginx.conf')], { stdio: 'inherit' });
  running.push(child);
  await untilAnswers(port, child);
  return { name, port, pid: child.pid ?? 0 };
}

async function startOurs(backendPort: number): Promise<Peer> {
  const port = await freePort();
  const cli = fileURLToPath(new URL('../../apps/cli/main.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      cli,
      'waf',
      ...rules.ours.flatMap((file) => ['--rules', file]),
      '--listen',
      `127.0.0.1:${port}`,
      '--upstream',
      `http://127.0.0.1:${backendPort}`,
    ],
    { stdio: ['ignore', 'inherit', 'ignore'] },
  );
  running.push(child);
  await untilAnswers(port, child);
  return { name: 'ours', port, pid: child.pid ?? 0 };
}

/** Waits until the process that we started, and no other, answers on the port. */
async function untilAnswers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`a server ended with ${child.exitCode}`);
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`nothing answers on port ${port}`);
}

/** A server that does not block, or blocks everything, would be measured for nothing. */
async function mustJudge({ name, port }: Peer): Promise<void> {
  const status = async (target: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${target}`, { headers: { accept: '*/*' } })).status;
  const attack = await status('/?id=1%27%20union%20select%20password%20from%20users--');
  const ordinary = await status('/search?field0=value+number+0');
  if (attack !== 403 || ordinary !== 200)
    throw new Error(`${name} answered ${attack} to an attack and ${ordinary} to an ordinary request`);
}

function measure({ port }: Peer, script: string): { perSecond: number; p50: number; p99: number } {
  const run = (seconds: string): string =>
    spawnSync('wrk', ['-t1', '-c16', `-d${seconds}s`, '--latency', '-s', script, `http://127.0.0.1:${port}`], {
      encoding: 'utf8',
    }).stdout;
  run('1');
  const text = run(values.seconds);
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1];
  if (bad !== undefined) throw new Error(`${bad} answers were refused`);
  return {
    perSecond: Number(/Requests\/sec: *([\d.]+)/.exec(text)?.[1] ?? 0),
    p50: milliseconds(/50% +(\S+)/.exec(text)?.[1]),
    p99: milliseconds(/99% +(\S+)/.exec(text)?.[1]),
  };
}

function milliseconds(text = ''): number {
  const number = Number.parseFloat(text);
  return Number((text.endsWith('us') ? number / 1_000 : text.endsWith('ms') ? number : number * 1_000).toFixed(2));
}

/** Resident memory of a server with its workers, MB. */
function rss({ pid }: Peer): number {
  const of = (id: number): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return Math.round([pid, ...children].reduce((sum, id) => sum + of(id), 0) / 1_024);
}

function lua(method: string, target: string, type: string, body: string): string {
  const lines = [
    `wrk.method = "${method}"`,
    `wrk.path = ${JSON.stringify(target)}`,
    'wrk.headers["User-Agent"] = "bench/1.0"',
    'wrk.headers["Accept"] = "*/*"',
  ];
  if (body !== '') lines.push(`wrk.headers["Content-Type"] = "${type}"`, `wrk.body = ${luaText(body)}`);
  return `${lines.join('\n')}\n`;
}

function luaText(text: string): string {
  return `"${text.replace(/[\\"\r\n]/g, (char) => ({ '\\': '\\\\', '"': '\\"', '\r': '\\r', '\n': '\\n' })[char] ?? char)}"`;
}
