import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, type Caller, openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let acme: string;
let admin: Caller;
let analyst: Caller;
beforeAll(async () => {
  server = await openTestServer();
  acme = await server.addTenant('acme');
  admin = await server.addUser('ann', acme, 'admin');
  analyst = await server.addUser('bob', acme, 'analyst');
});
afterAll(() => server[Symbol.asyncDispose]());

const UPSTREAM = 'http://127.0.0.1:3000';
const add = (caller: Caller, name: string, more: object = {}) =>
  server.call(caller, 'POST', '/api/v1/waf/sites', { tenant: acme, name, upstream: UPSTREAM, ...more });

test('a new site only reports; its policy is changed entry by entry, and a WAF fetches it by name', async () => {
  const { status, body: site } = await add(admin, 'shop');
  expect([status, site]).toMatchObject([200, { mode: 'detect', paranoia: 1, threshold: 5, revision: 1 }]);
  const path = `/api/v1/waf/sites/${String(site['id'])}`;
  await server.call(admin, 'PATCH', path, { mode: 'block', threshold: 7 });
  const exclusion = { rule: 9180020, path: '/board/*', target: 'ARGS:body', reason: 'posts about SQL' };
  expect((await server.call(admin, 'POST', `${path}/exclusions`, exclusion)).status).toBe(200);
  const block = { kind: 'address', value: '198.51.100.0/24', expires: '2099-01-01T00:00:00Z', reason: 'scans' };
  const blocked = await server.call(admin, 'POST', `${path}/blocks`, block);
  expect(blocked.body).toMatchObject({ revision: 4, exclusions: [{ ...exclusion, author: 'ann' }], blocked: [block] });

  const token = await server.addToken(['waf'], acme);
  const policy = await server.call(bearer(token), 'GET', '/api/v1/waf/sites/shop/policy?have=3');
  expect(policy.body).toEqual({
    revision: 4,
    site: site['id'],
    policy: {
      upstream: UPSTREAM,
      mode: 'block',
      paranoia: 1,
      threshold: 7,
      exclusions: [{ rule: 9180020, path: '/board/*', target: 'ARGS:body' }],
      blocked: [{ kind: 'address', value: '198.51.100.0/24', expires: '2099-01-01T00:00:00Z' }],
    },
  });
  expect((await server.call(admin, 'GET', path)).body).toMatchObject({ seenRevision: 3, seen: expect.any(String) });
  const [entry] = (blocked.body['blocked'] as { id: string }[]).map(({ id }) => id);
  expect((await server.call(admin, 'DELETE', `${path}/blocks?entry=${entry}`)).body).toMatchObject({ blocked: [] });
  expect((await server.call(admin, 'DELETE', `${path}/blocks?entry=${entry}`)).status).toBe(404);
});

test('a request is judged by the policy without being sent', async () => {
  const { body: site } = await add(admin, 'trial', { mode: 'block' });
  const path = `/api/v1/waf/sites/${String(site['id'])}`;
  const attack = 'GET /item?id=1%27%20union%20select%20password%20from%20users-- HTTP/1.1\nUser-Agent: Mozilla/5.0\n';
  const judge = async (request: string) => (await server.call(analyst, 'POST', `${path}/try`, { request })).body;
  const first = await judge(attack);
  expect(first['verdict']).toBe('blocked');
  const rules = first['rules'] as { id: number; variable: string; tags: string[] }[];
  for (const { id, variable, tags } of rules.filter(({ tags }) => !tags.includes('anomaly-evaluation'))) {
    expect([variable, tags]).toEqual(['ARGS:id', ['attack-sqli']]);
    await server.call(admin, 'POST', `${path}/exclusions`, {
      rule: id,
      path: '/item',
      target: variable,
      reason: 'test',
    });
  }
  expect(await judge(attack)).toMatchObject({ verdict: 'passed', rules: [] });
  expect((await judge(attack.replace('/item', '/other')))['verdict']).toBe('blocked');
  expect((await judge(attack.replace('?id=', '?name=')))['verdict']).toBe('blocked');
  const post =
    'POST /login HTTP/1.1\nContent-Type: application/json\nUser-Agent: x\n\n{"q":"<script>alert(1)</script>"}';
  expect((await judge(post))['verdict']).toBe('blocked');
  await server.call(admin, 'PATCH', path, { mode: 'detect' });
  expect((await judge(post))['verdict']).toBe('reported');
  const bad = await server.call(analyst, 'POST', `${path}/try`, { request: 'hello' });
  expect([bad.status, bad.body.error?.code]).toEqual([400, 'waf_request_invalid']);
});

test.each([
  [{ upstream: 'ftp://x.example' }, 'policy_invalid'],
  [{ name: 'Bad Name' }, 'invalid_request'],
  [{ mode: 'off' }, 'invalid_request'],
])('a site with %j is refused', async (wrong, code) => {
  const answer = await add(admin, 'wrong', wrong);
  expect([answer.status, answer.body.error?.code]).toEqual([400, code]);
});

test('names are unique, roles and tenants are kept apart', async () => {
  const { body: site } = await add(admin, 'mine');
  expect((await add(admin, 'mine')).body.error?.code).toBe('waf_site_exists');
  const path = `/api/v1/waf/sites/${String(site['id'])}`;
  expect((await server.call(analyst, 'PATCH', path, { mode: 'block' })).status).toBe(403);
  expect(
    (await server.call(analyst, 'POST', `${path}/blocks`, { kind: 'account', value: 'x', reason: 'y' })).status,
  ).toBe(403);
  const other = await server.addUser('eve', await server.addTenant('beta'), 'admin');
  for (const [method, route, body] of [
    ['GET', path],
    ['PATCH', path, { mode: 'block' }],
    ['DELETE', path],
    ['POST', `${path}/try`, { request: 'GET / HTTP/1.1' }],
    ['POST', `${path}/exclusions`, { rule: 1, reason: 'x' }],
  ] as const)
    expect((await server.call(other, method, route, body)).status).toBe(404);
  expect((await server.call(other, 'GET', '/api/v1/waf/sites')).body['rows']).toEqual([]);
  const foreign = bearer(await server.addToken(['waf'], '/root/beta/'));
  expect((await server.call(foreign, 'GET', `${path}/policy`)).status).toBe(404);
  expect((await server.call(foreign, 'GET', '/api/v1/waf/sites')).status).toBe(403);
  const reader = bearer(await server.addToken(['read', 'admin', 'ingest'], acme));
  expect((await server.call(reader, 'GET', `${path}/policy`)).status).toBe(403);
});
