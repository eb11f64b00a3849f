import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestServer, type TestServer } from './test-server.ts';

const RULE = `
title: A tool is fetched
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: linux, service: sshd }
detection: { keywords: ['Failed password'], condition: keywords }
`;
const MANY = `
title: Failed again and again
id: 22222222-2222-4222-8222-222222222222
level: medium
correlation:
  type: event_count
  rules: [11111111-1111-4111-8111-111111111111]
  group-by: [src_ip]
  timespan: 1h
  condition: { gte: 3 }
  generate: true
`;
const [RULE_ID, MANY_ID] = [RULE, MANY].map((rule) => /id: (\S+)/.exec(rule)?.[1] ?? '') as [string, string];

let server: TestServer;
let acme: string;
let responder: Caller;
let send: (address: string, user: string) => Promise<void>;
beforeAll(async () => {
  server = await openTestServer();
  acme = await server.addTenant('acme');
  responder = await server.addUser('rae', acme, 'responder');
  const body = new FormData();
  body.append('file', new File([`${RULE}---${MANY}`], 'a.yml'));
  const { 'content-type': _, ...headers } = server.admin as Record<string, string>;
  const packed = await fetch(`${server.server.origin}/api/v1/rules/packs?name=test`, { method: 'POST', headers, body });
  expect(packed.status).toBe(200);
  const token = await server.addToken(['ingest'], acme);
  let sent = 0;
  send = async (address, user) => {
    const time = new Date().toISOString();
    const line = `<38>1 ${time} web01 sshd 77 - - Failed password for ${user} from ${address} port ${++sent} ssh2`;
    const answer = await fetch(`${server.server.origin}/services/collector/raw`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: line,
    });
    expect(answer.status).toBe(200);
    // Each in a round of its own: else they would be one finding.
    await server.stored('service.name:sshd', sent);
  };
  for (const user of ['kim', 'kim', 'lee', 'park']) await send('203.0.113.9', user);
  await send('198.51.100.7', 'kim');
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

const findings = async (ruleId: string) =>
  (await server.call(responder, 'GET', `/api/v1/findings?ruleId=${ruleId}&limit=1000`)).body['rows'] as object[];
const preview = (caller: Caller, ruleId: string, body: object) =>
  server.call(caller, 'POST', `/api/v1/rules/${ruleId}/exceptions/preview`, body);

test('says which findings would not have been there, and changes nothing', async () => {
  await expect.poll(async () => (await findings(RULE_ID)).length, { timeout: 20_000 }).toBe(5);
  const { body } = await preview(responder, RULE_ID, { tenant: acme, field: 'user', value: 'kim' });
  expect(body).toMatchObject({ examined: 5, silenced: 3, lessened: 0, unknown: 0, hasMore: false });
  expect((body['newest'] as { entities: object }[]).map(({ entities }) => entities)).toMatchObject([
    { address: ['198.51.100.7'] },
    { address: ['203.0.113.9'] },
    { address: ['203.0.113.9'] },
  ]);
  expect((await preview(responder, RULE_ID, { tenant: acme, field: 'user', value: 'choi' })).body).toMatchObject({
    silenced: 0,
    newest: [],
  });
  const { rows } = (await server.call(responder, 'GET', `/api/v1/rules/${RULE_ID}/exceptions`)).body as { rows: [] };
  expect(rows).toEqual([]);
  await send('198.51.100.8', 'kim');
  await expect.poll(async () => (await findings(RULE_ID)).length, { timeout: 20_000 }).toBe(6);
});

test('of a correlation the event counts that completed it; and once it is saved, it silences that', async () => {
  const say = async (value: string) =>
    (await preview(responder, MANY_ID, { tenant: acme, field: 'src_ip', value })).body['silenced'];
  expect(await findings(MANY_ID)).toHaveLength(1);
  expect([await say('203.0.113.9'), await say('198.51.100.7')]).toEqual([1, 0]);
  const exception = { tenant: acme, field: 'src_ip', value: '192.0.2.1', reason: 'a scanner of ours' };
  expect((await server.call(responder, 'POST', `/api/v1/rules/${MANY_ID}/exceptions`, exception)).status).toBe(200);
  for (const user of ['kim', 'lee', 'park']) await send('192.0.2.1', user);
  for (const user of ['kim', 'lee', 'park']) await send('192.0.2.2', user);
  await expect.poll(async () => (await findings(MANY_ID)).length, { timeout: 20_000 }).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await findings(MANY_ID)).toMatchObject([
    { entities: { address: ['192.0.2.2'] } },
    { entities: { address: ['203.0.113.9'] } },
  ]);
});

test('what it shows is of the tenant that is asked for, and for those who may add exceptions', async () => {
  const words = { field: 'user', value: 'kim' };
  expect((await preview(responder, RULE_ID, { tenant: '/root/', ...words })).status).toBe(403);
  const beta = await server.addTenant('beta');
  expect((await preview(server.admin, RULE_ID, { tenant: beta, ...words })).body).toMatchObject({ examined: 0 });
  expect((await preview(server.admin, RULE_ID, { tenant: '/root/', ...words })).body).toMatchObject({ examined: 12 });
  const analyst = await server.addUser('ana', acme, 'analyst');
  expect((await preview(analyst, RULE_ID, { tenant: acme, ...words })).status).toBe(403);
  expect((await preview(responder, 'none', { tenant: acme, ...words })).status).toBe(404);
  const wrong = await preview(responder, RULE_ID, { tenant: acme, field: 'user|nonsense', value: 'kim' });
  expect([wrong.status, wrong.body.error?.code]).toEqual([400, 'invalid_request']);
});
