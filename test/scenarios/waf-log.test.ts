import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../../apps/server/test-server.ts';
import { startWaf } from '../../apps/waf/waf.ts';
import { maskingRules } from '../../content/masking.ts';
import { wafRuleFiles } from '../../content/waf.ts';
import { hecTarget } from '../../packages/hec/index.ts';

/** The WAF between a client and a site, its log going to a whole server that is away for a while. */

const site = createServer(async (request, response) => {
  for await (const _ of request);
  const body = Buffer.from(
    JSON.stringify({ path: request.url, session: 'a-session-of-somebody', card: '4111222233334448' }),
  );
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(body));
});
/** Stands between the log and the server: a server that is away, without another port. */
const gate = createServer(async (request, response) => {
  if (!open) return request.socket.destroy();
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { authorization = '', 'content-encoding': coding = '' } = request.headers;
  const answer = await fetch(`${server.server.origin}${request.url}`, {
    method: 'POST',
    body: Buffer.concat(pieces),
    headers: { authorization, 'content-encoding': coding },
  });
  // Every second answer is lost: the log sends again what was taken.
  if (forwarded++ % 2 === 0) return request.socket.destroy();
  response.writeHead(answer.status).end(await answer.text());
});
let open = false;
let forwarded = 0;
let server: TestServer;
let token: string;
let folder: string;

beforeAll(async () => {
  server = await openTestServer();
  token = await server.addToken(['ingest'], await server.addTenant('shop'));
  folder = await mkdtemp(path.join(tmpdir(), 'waf-log-'));
  for (const one of [site, gate]) await once(one.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  for (const one of [site, gate]) {
    one.closeAllConnections();
    one.close();
  }
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const portOf = (one: typeof site): number => (one.address() as AddressInfo).port;

function startLogging() {
  return startWaf({
    rules: wafRuleFiles(),
    listen: { host: '127.0.0.1', port: 0 },
    upstream: `http://127.0.0.1:${portOf(site)}`,
    mode: 'block',
    trustedProxies: [],
    failOpen: false,
    log: () => undefined,
    exchangeLog: {
      target: hecTarget(`http://127.0.0.1:${portOf(gate)}`, token),
      folder,
      slot: 0,
      slots: 1,
      bodyLimit: 65_536,
      spoolBytes: 1e9,
      what: 'all',
      masking: maskingRules(),
    },
  });
}

test('every exchange is logged once, with its bodies masked, though the platform was away and the WAF restarted', async () => {
  let waf = await startLogging();
  const post = async (n: number) => {
    const answer = await fetch(`http://127.0.0.1:${waf.port}/order/${n}?token=top-secret-${n}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: 'PHPSESSID=0123456789' },
      body: `item=${n}&passwd=hunter2-${n}&rrn=900101-1234568`,
    });
    await answer.arrayBuffer();
    return answer;
  };
  for (let n = 0; n < 20; n++) expect((await post(n)).status).toBe(200);
  await waf.close();
  waf = await startLogging();
  for (let n = 20; n < 40; n++) expect((await post(n)).status).toBe(200);
  const attack = await fetch(`http://127.0.0.1:${waf.port}/item?id=1%27%20union%20select%20password%20from%20users--`);
  expect(attack.status).toBe(403);
  open = true;
  const rows = await server.stored('event.dataset:haechi.waf', 41);
  await waf.close();
  expect(forwarded).toBeGreaterThan(1);

  const events = rows.map((row) => row['event'] as Record<string, Record<string, unknown>>);
  const orders = events.filter(({ url }) => String(url?.['path']).startsWith('/order/'));
  expect(new Set(orders.map(({ url }) => url?.['path'])).size).toBe(40);
  expect(rows.length).toBe(41);
  const text = JSON.stringify(rows);
  const secrets = ['hunter2', 'top-secret', '900101', '4111222233334448', 'a-session-of-somebody', '0123456789'];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(orders[0]?.['http']).toMatchObject({
    request: {
      method: 'POST',
      body: {
        content: expect.stringMatching(/^item=\d+&passwd=\[masked:password\]&rrn=\[masked:kr_resident_number\]$/),
      },
    },
    response: { status_code: 200, body: { content: expect.stringContaining('"card":"[masked:card_number]"') } },
  });
  const stopped = events.find(({ event }) => event?.['action'] === 'blocked');
  expect(stopped).toMatchObject({
    event: { kind: 'alert' },
    rule: { ruleset: 'seclang' },
    http: { response: { status_code: 403 } },
  });
});

test('a full spool costs log events, never requests', async () => {
  open = false;
  const lines: string[] = [];
  const waf = await startWaf({
    rules: wafRuleFiles(),
    listen: { host: '127.0.0.1', port: 0 },
    upstream: `http://127.0.0.1:${portOf(site)}`,
    trustedProxies: [],
    failOpen: false,
    log: (line) => lines.push(line),
    metrics: { host: '127.0.0.1', port: 0 },
    exchangeLog: {
      target: hecTarget(`http://127.0.0.1:${portOf(gate)}`, token),
      folder: path.join(folder, 'small'),
      slot: 0,
      slots: 1,
      bodyLimit: 65_536,
      spoolBytes: 20_000,
      what: 'all',
      masking: [],
    },
  });
  for (let n = 0; n < 30; n++) expect((await fetch(`http://127.0.0.1:${waf.port}/page/${n}`)).status).toBe(200);
  const metrics = await (await fetch(`http://127.0.0.1:${waf.metricsPort}/metrics`)).text();
  await waf.close();
  const count = (name: string): number =>
    Number(new RegExp(`^haechi_waf_${name}_total (\\d+)`, 'm').exec(metrics)?.[1]);
  expect(count('log_dropped')).toBeGreaterThan(0);
  expect(count('logged')).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes('spool_full'))).toHaveLength(1);
});
