/**
 * `./haechi bench waf [--seconds N] [--rules crs|own|FILE…] [--json]`: ours against nginx with ModSecurity and nginx alone,
 * one worker each, the same rule files for both (the corpus' CRS 4, else Debian's modsecurity-crs), wrk from Debian as the
 * client: GET with a query, 1 kB form POST, 10 kB JSON POST, 200 kB upload. An attack must be blocked and an ordinary
 * request passed by each server before it is measured. Client, server and backend share the cores, so that the processor
 * time of a server for a request is printed beside its rate; what a request waits longer than at nginx alone is measured
 * over one connection, where no request waits for another. Logging every request with its body, masked, is measured apart.
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
    `server { listen 127.0.0.1:PORT; client_max_body_size 64m; location / { return 200 "ok\\n"; } location /services/collector { return 200 '{"text":"Success","code":0}'; } }`,
  );
  const proxied = `server { listen 127.0.0.1:PORT; client_max_body_size 10m; client_body_buffer_size 1m; location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; } }`;
  const upstream = `upstream backend { server 127.0.0.1:${backend.port}; keepalive 64; }`;
  const plain = await startNginx('plain', `${upstream} ${proxied}`);
  const modsecurity = await startNginx(
    'modsecurity',
    `modsecurity on; modsecurity_rules_file ${rules.nginx}; ${upstream} ${proxied}`,
  );
  const ours = await startOurs('ours', backend.port);
  const token = path.join(folder, 'token');
  writeFileSync(token, 'hk_bench_token');
  const logging = await startOurs('ours, all logged', backend.port, [
    '--log-to',
    `http://127.0.0.1:${backend.port}`,
    '--log-token-file',
    token,
    '--log-spool',
    path.join(folder, 'log'),
  ]);
  const peers: readonly Peer[] = [ours, modsecurity, plain];
  for (const peer of [ours, modsecurity, logging]) await mustJudge(peer);

  const figures = [];
  for (const { name, script } of LOADS) {
    const file = path.join(folder, `${name.replace(/\W+/g, '-')}.lua`);
    writeFileSync(file, script);
    const results = new Map<string, ReturnType<typeof measure>>();
    for (const peer of peers) results.set(peer.name, measure(peer, file));
    const [mine, theirs, none] = peers.map((peer) => results.get(peer.name) ?? fail(peer.name));
    if (mine === undefined || theirs === undefined || none === undefined) throw new Error('nothing measured');
    const logged = measure(logging, file);
    const [alone, base] = [latency(ours, file), latency(plain, file)];
    const times = `${(mine.perSecond / theirs.perSecond).toFixed(1)} × ModSecurity (goal 10, least 5), ${(theirs.cpuMs / mine.cpuMs).toFixed(1)} × by processor time`;
    figures.push(
      {
        name: `${name}: ours`,
        value: mine.perSecond,
        unit: 'requests/s',
        against: `${times}; ${figuresOf(mine)}, ${rss(ours)} MB`,
      },
      {
        name: `${name}: ours, every request logged with its body`,
        value: logged.perSecond,
        unit: 'requests/s',
        against: `${(logged.cpuMs / mine.cpuMs).toFixed(2)} × the processor time without; ${figuresOf(logged)}, ${rss(logging)} MB`,
      },
      {
        name: `${name}: nginx + ModSecurity`,
        value: theirs.perSecond,
        unit: 'requests/s',
        against: `${figuresOf(theirs)}, ${rss(modsecurity)} MB`,
      },
      { name: `${name}: nginx alone`, value: none.perSecond, unit: 'requests/s', against: figuresOf(none) },
      {
        name: `${name}: added p99`,
        value: Number((alone.p99 - base.p99).toFixed(2)),
        unit: 'ms',
        against: `one connection, over nginx alone (goal below 2); p50 ${(alone.p50 - base.p50).toFixed(2)} ms`,
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

async function startOurs(name: string, backendPort: number, more: readonly string[] = []): Promise<Peer> {
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
      ...more,
    ],
    { stdio: ['ignore', 'inherit', 'ignore'] },
  );
  running.push(child);
  await untilAnswers(port, child);
  return { name, port, pid: child.pid ?? 0 };
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

interface Measured {
  readonly perSecond: number;
  /** Milliseconds of processor time for a request, all threads and workers together. */
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
}

function measure(peer: Peer, script: string): Measured {
  wrk(peer, script, 16, '3');
  const before = cpuMs(peer);
  const text = wrk(peer, script, 16, values.seconds);
  const spent = cpuMs(peer) - before;
  const requests = Number(/(\d+) requests in/.exec(text)?.[1] ?? 0);
  return {
    perSecond: Number(/Requests\/sec: *([\d.]+)/.exec(text)?.[1] ?? 0),
    cpuMs: spent / requests,
    ...quantiles(text),
  };
}

function latency(peer: Peer, script: string): { p50: number; p99: number } {
  return quantiles(wrk(peer, script, 1, values.seconds));
}

function wrk({ port }: Peer, script: string, connections: number, seconds: string): string {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script];
  const { stdout } = spawnSync('wrk', [...options, `http://127.0.0.1:${port}`], { encoding: 'utf8' });
  const bad = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1];
  if (bad !== undefined) throw new Error(`${bad} answers were refused`);
  return stdout;
}

function quantiles(text: string): { p50: number; p99: number } {
  return { p50: milliseconds(/50% +(\S+)/.exec(text)?.[1]), p99: milliseconds(/99% +(\S+)/.exec(text)?.[1]) };
}

function figuresOf({ cpuMs: cpu, p50, p99 }: Measured): string {
  return `${cpu.toFixed(3)} ms CPU each; p50 ${p50} ms, p99 ${p99} ms`;
}

function milliseconds(text = ''): number {
  const number = Number.parseFloat(text);
  return Number((text.endsWith('us') ? number / 1_000 : text.endsWith('ms') ? number : number * 1_000).toFixed(2));
}

/** Resident memory of a server with its workers, MB. */
function rss(peer: Peer): number {
  const of = (id: number): number =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
  return Math.round(processes(peer).reduce((sum, id) => sum + of(id), 0) / 1_024);
}

/** Processor time of a server with its workers so far, ms. */
function cpuMs(peer: Peer): number {
  const of = (id: number): number => {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    // Fields 14 and 15 of proc(5), in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  return processes(peer).reduce((sum, id) => sum + of(id), 0);
}

function processes({ pid }: Peer): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...children.map(Number)];
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
