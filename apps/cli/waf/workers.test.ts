import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const RULES = 'SecRuleEngine On\nSecAuditEngine RelevantOnly\n';
const deny = (id: number, word: string): string =>
  `SecRule ARGS "@contains ${word}" "id:${id},phase:2,deny,status:403"\n`;

let folder: string;
let rules: string;
let audit: string;
let site: Server;
let supervisor: ChildProcess;
let said = '';
let origin: string;
let metricsAt: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waf-workers-'));
  [rules, audit] = [path.join(folder, 'rules.conf'), path.join(folder, 'audit.ndjson')];
  await writeFile(rules, RULES + deny(1, 'attack'));
  site = createServer((_request, response) => response.end('served'));
  await once(site.listen(0, '127.0.0.1'), 'listening');
  const [port, metricsPort] = [await freePort(), await freePort()];
  origin = `http://127.0.0.1:${port}`;
  metricsAt = `http://127.0.0.1:${metricsPort}`;
  supervisor = spawn(
    process.execPath,
    [
      ...[MAIN, 'waf', '--workers', '2', '--rules', rules, '--audit', audit],
      ...['--upstream', `http://127.0.0.1:${(site.address() as AddressInfo).port}`],
      ...['--listen', `127.0.0.1:${port}`, '--metrics', `127.0.0.1:${metricsPort}`],
    ],
    { stdio: ['ignore', 'inherit', 'pipe'] },
  );
  supervisor.stderr?.on('data', (piece: Buffer) => void (said += String(piece)));
  await until(() => count(/^listening on /gm) === 2);
});
afterAll(async () => {
  const ended = once(supervisor, 'exit');
  supervisor.kill('SIGTERM');
  const [code] = await ended;
  site.closeAllConnections();
  site.close();
  await rm(folder, { recursive: true });
  expect(code).toBe(0);
});

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    if (supervisor.exitCode !== null) throw new Error(`the WAF ended:\n${said}`);
    await sleep(50);
  }
}

const count = (pattern: RegExp): number => said.match(pattern)?.length ?? 0;

async function workers(): Promise<number[]> {
  const children = await readFile(`/proc/${supervisor.pid}/task/${supervisor.pid}/children`, 'utf8');
  return children.trim().split(/\s+/).map(Number);
}

/** Statuses of requests over a connection each, so that both workers get some. */
async function ask(target: string, times = 1): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) {
    const answer = await fetch(origin + target, { headers: { connection: 'close' } });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  return statuses;
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${metricsAt}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

test('both workers serve, and their counters are one', async () => {
  expect(await ask('/', 20)).toEqual(Array(20).fill(200));
  expect(await ask('/?q=attack', 6)).toEqual(Array(6).fill(403));
  await until(async () => (await metric('haechi_waf_requests_total')) === 26);
  expect(await metric('haechi_waf_blocked_total')).toBe(6);
  expect(await metric('haechi_waf_inspection_seconds_count')).toBe(26);
  expect((await fetch(`${metricsAt}/health`)).status).toBe(200);
});

test('a worker that is killed is replaced; nothing is lost of what it counted a second before', async () => {
  const [first, second] = (await workers()) as [number, number];
  process.kill(first, 'SIGKILL');
  await until(() => count(/^listening on /gm) === 3);
  const after = await workers();
  expect(after).toHaveLength(2);
  expect(after).toContain(second);
  expect(after).not.toContain(first);
  expect(await ask('/', 10)).toEqual(Array(10).fill(200));
  expect(await ask('/?q=attack')).toEqual([403]);
  await until(async () => (await metric('haechi_waf_requests_total')) === 37);
});

test('bad rules leave the old ones in force in every worker and are told with file and line; good ones take over', async () => {
  await writeFile(rules, `${RULES}${deny(1, 'attack')}SecRule ARGS "@rx (" "id:2,phase:2,deny"\n`);
  supervisor.kill('SIGHUP');
  await until(() => count(/the rules before stay in force/g) === 2);
  expect(said).toMatch(/rules\.conf:4: /);
  expect(await ask('/?q=attack', 4)).toEqual(Array(4).fill(403));
  await writeFile(rules, RULES + deny(1, 'other'));
  supervisor.kill('SIGHUP');
  await until(() => count(/^reloaded: 1 rules$/gm) === 2);
  expect(await ask('/?q=attack', 4)).toEqual(Array(4).fill(200));
  expect(await ask('/?q=other', 4)).toEqual(Array(4).fill(403));
});

test('after logrotate and SIGHUP both workers write whole lines into the new audit file', async () => {
  await rename(audit, `${audit}.1`);
  supervisor.kill('SIGHUP');
  await until(() => count(/^reloaded: 1 rules$/gm) === 4);
  await ask('/?q=other', 10);
  const lines = (await readFile(audit, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).intercepted)).toEqual(Array(10).fill(true));
});
