import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../../apps/server/test-server.ts';

/** A WAF process with two workers that takes its policy from a whole server, and logs there. */

const MAIN = path.join(import.meta.dirname, '../../apps/cli/main.ts');
const ATTACK = '/item?id=1%27%20union%20select%20password%20from%20users--';

interface Matched {
  readonly id: number;
  readonly variable: string;
}

let server: TestServer;
let folder: string;
let tenant: string;
let sites: Server[];
const running: ChildProcess[] = [];

beforeAll(async () => {
  server = await openTestServer();
  tenant = await server.addTenant('acme');
  folder = await mkdtemp(path.join(tmpdir(), 'waf-site-'));
  await writeFile(path.join(folder, 'token'), `${await server.addToken(['waf', 'ingest'], tenant)}\n`);
  sites = ['first', 'second'].map((name) => createServer((_request, response) => response.end(name)));
  for (const site of sites) await once(site.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  for (const process of running) {
    process.kill('SIGTERM');
    if (process.exitCode === null) await once(process, 'exit');
  }
  for (const site of sites) site.close();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const upstream = (index: 0 | 1): string => {
  const { port } = (sites[index] as Server).address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function startWaf(
  platform: string,
  port: number,
): Promise<{ origin: string; lines: () => string; process: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [
      MAIN, 'waf', '--listen', `127.0.0.1:${port}`, '--site', 'shop', '--platform', platform,
      '--platform-token-file', path.join(folder, 'token'), '--workers', '2', '--policy-every', '1',
    ],
    { env: { ...process.env, XDG_STATE_HOME: folder }, stdio: ['ignore', 'ignore', 'pipe'] },
  ); // biome-ignore format: one command line
  running.push(child);
  let text = '';
  child.stderr?.on('data', (piece) => (text += String(piece)));
  for (let tries = 0; text.split('listening on').length < 3; tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`the WAF did not start: ${text}`);
    await sleep(50);
  }
  return { origin: `http://127.0.0.1:${port}`, lines: () => text, process: child };
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(`it did not come to: ${what}`);
}

test('the policy of the site holds in every worker, follows changes, and outlives the platform', async () => {
  const body = { tenant, name: 'shop', upstream: upstream(0) };
  const { body: site } = await server.call(server.admin, 'POST', '/api/v1/waf/sites', body);
  const route = `/api/v1/waf/sites/${String(site['id'])}`;
  const change = async (what: object): Promise<void> => {
    expect((await server.call(server.admin, 'PATCH', route, what)).status).toBe(200);
  };
  const port = await freePort();
  const waf = await startWaf(server.server.origin, port);
  const get = async (target: string, headers: Record<string, string> = {}): Promise<[number, string]> => {
    const answer = await fetch(waf.origin + target, { headers: { connection: 'close', ...headers } });
    return [answer.status, await answer.text()];
  };
  // Several connections, so that each worker has its turn.
  const everywhere = async (target: string, status: number, text?: string, headers = {}): Promise<boolean> => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => get(target, headers)));
    return answers.every(([got, page]) => got === status && (text === undefined || page === text));
  };

  expect(await everywhere(ATTACK, 200, 'first')).toBe(true);
  await change({ mode: 'block' });
  await until('blocking', () => everywhere(ATTACK, 403));
  await change({ upstream: upstream(1) });
  await until('the second upstream', () => everywhere('/', 200, 'second'));

  await server.call(server.admin, 'POST', `${route}/blocks`, { kind: 'account', value: 'mallory', reason: 'stolen' });
  const mallory = { authorization: `Basic ${Buffer.from('mallory:x').toString('base64')}` };
  await until('the account is turned away', () => everywhere('/', 403, undefined, mallory));
  expect(await everywhere('/', 200)).toBe(true);

  const [stopped] = await server.stored('event.dataset:haechi.waf event.action:blocked', 1);
  const event = stopped?.['event'] as { unmapped: { haechi: { waf: { site: string; rules: Matched[] } } } };
  const { waf: logged } = event.unmapped.haechi;
  expect(logged.site).toBe('shop');
  for (const rule of logged.rules)
    if (rule.variable === 'ARGS:id')
      await server.call(server.admin, 'POST', `${route}/exclusions`, {
        rule: rule.id,
        path: '/item',
        target: 'ARGS:id',
        reason: 'test',
      });
  await until('the exclusion', () => everywhere(ATTACK, 200));
  expect((await server.call(server.admin, 'GET', route)).body).toMatchObject({ seen: expect.any(String) });

  waf.process.kill('SIGTERM');
  await once(waf.process, 'exit');
  const again = await startWaf('http://127.0.0.1:9', port);
  expect(again.lines()).toContain('starting with the policy of');
  const answer = await fetch(`${again.origin}/?q=%3Cscript%3Ealert(1)%3C/script%3E`);
  expect(answer.status).toBe(403);
});

test('a site that does not exist keeps the WAF from starting, and says what to do', async () => {
  await server.call(server.admin, 'POST', '/api/v1/waf/sites', { tenant, name: 'other', upstream: upstream(0) });
  const args = ['waf', '--listen', '127.0.0.1:0', '--site', 'nowhere', '--platform', server.server.origin];
  const child = spawn(process.execPath, [MAIN, ...args, '--platform-token-file', path.join(folder, 'token')], {
    env: { ...process.env, XDG_STATE_HOME: path.join(folder, 'none') },
  });
  let text = '';
  child.stderr.on('data', (piece) => (text += String(piece)));
  const [code] = await once(child, 'exit');
  expect([code, text]).toEqual([
    1,
    expect.stringMatching(/error\[policy_unavailable\]: the platform answered 404 .*"nowhere"/),
  ]);
});
