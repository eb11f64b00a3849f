import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indicator, startTaxiiServer, type TaxiiServer } from '../../test/taxii/taxii-server.ts';
import { type Caller, openTestServer, type TestServer } from './test-server.ts';

const SECRET = 'feed-secret-7f3a';
let server: TestServer;
let taxii: TaxiiServer;
let acme: string;
let admin: Caller;
let responder: Caller;
beforeAll(async () => {
  taxii = await startTaxiiServer();
  taxii.needs = { header: 'authorization', value: `Bearer ${SECRET}` };
  taxii.pageSize = 2;
  server = await openTestServer({}, { feeds: { loopback: true } });
  acme = await server.addTenant('acme');
  admin = await server.addUser('ada', acme, 'admin');
  responder = await server.addUser('rae', acme, 'responder');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await taxii[Symbol.asyncDispose]();
});

const FEEDS = '/api/v1/intel/feeds';
const credential = { kind: 'bearer', token: SECRET };
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const add = (body: object, caller = admin) =>
  server.call(caller, 'POST', FEEDS, { tenant: acme, url: taxii.root, collection: taxii.collection, ...body });
const feed = async (name: string) => {
  const { body } = await server.call(responder, 'GET', FEEDS);
  return (body['rows'] as Record<string, unknown>[]).find((row) => row['name'] === name);
};
/** The feed once nothing is due any more. */
const polled = async (name: string) => {
  await expect.poll(async () => (await feed(name))?.['due'], { timeout: 15_000 }).toBe(false);
  return feed(name);
};
const poll = (name: string) => server.call(responder, 'POST', `${FEEDS}/${name}/poll`);
const lists = async () => {
  const { body } = await server.call(responder, 'GET', '/api/v1/intel/lists');
  return (body['rows'] as { name: string; indicators: number; feed: boolean }[]).map(
    ({ name, indicators, feed: own }) => [name, indicators, own],
  );
};

test('a server is looked around before anything is stored', async () => {
  const ask = (body: object, caller = admin) => server.call(caller, 'POST', `${FEEDS}/discover`, body);
  const found = await ask({ url: taxii.origin, credential });
  expect(found.body['roots']).toMatchObject([
    { url: taxii.root, title: 'Sharing', collections: [{ title: 'Known bad', canRead: true }, { canRead: false }] },
    { problem: 'feed_redirected' },
    { problem: 'feed_not_found' },
  ]);
  const denied = await ask({ url: taxii.origin });
  expect([denied.status, denied.body.error?.code]).toEqual([422, 'feed_denied']);
  const inside = await ask({ url: 'http://169.254.169.254/latest/' });
  expect([inside.status, inside.body.error?.code]).toEqual([422, 'feed_address_refused']);
  expect((await ask({ url: taxii.origin }, responder)).status).toBe(403);
});

test('what a feed brings is compared with the next event', async () => {
  taxii.objects.push(
    { at: at(1), object: indicator(1, "[ipv4-addr:value = '198.51.100.1']") },
    { at: at(2), object: indicator(2, "[domain-name:value = 'evil.example' OR domain-name:value = 'bad.example']") },
    { at: at(3), object: indicator(3, "[process:name = 'x']") },
    { at: at(4), object: indicator(4, "[ipv4-addr:value = '198.51.100.4']", { valid_until: '2026-01-02T00:00:00Z' }) },
    { at: at(5), object: { type: 'malware', id: 'malware--1' } },
  );
  const added = await add({ name: 'provider', title: 'Known bad', credential });
  expect(added.body).toMatchObject({ name: 'provider', intervalS: 3_600, credentialKind: 'bearer', due: true });
  expect(await polled('provider')).toMatchObject({
    added: 3,
    removed: 0,
    total: 3,
    unused: { revoked: 0, ended: 1, pattern_unsupported: 1, malformed: 0 },
  });
  expect(await lists()).toEqual([['provider', 3, true]]);
  const token = await server.addToken(['ingest'], acme);
  await fetch(`${server.server.origin}/services/collector/event`, {
    method: 'POST',
    headers: { authorization: `Splunk ${token}` },
    body: JSON.stringify({
      event: 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 198.51.100.1 port 4711 ssh2',
    }),
  });
  const [row] = await server.stored('threat.indicator.provider:provider', 1);
  expect(row).toMatchObject({ event: { threat: { indicator: { name: '198.51.100.1' } } } });
});

test('the next poll asks only for what came since, and takes back what was revoked', async () => {
  taxii.requests.length = 0;
  taxii.objects.push({
    at: at(10),
    object: indicator(1, "[ipv4-addr:value = '198.51.100.1']", { modified: at(10), revoked: true }),
  });
  expect((await poll('provider')).body).toMatchObject({ due: true });
  expect(await polled('provider')).toMatchObject({ added: 0, removed: 1, total: 2, unused: { revoked: 1 } });
  expect(taxii.requests).toHaveLength(1);
  expect(taxii.requests[0]).toContain(`added_after=${encodeURIComponent(at(4))}`);
});

test('a feed that fails says why, keeps its list, and stops no other', async () => {
  taxii.mishaps.push('html');
  taxii.objects.push({ at: at(20), object: indicator(20, "[ipv4-addr:value = '198.51.100.20']") });
  await poll('provider');
  const failed = await polled('provider');
  expect(failed).toMatchObject({ total: 2, problem: 'feed_not_taxii', lastSuccess: expect.any(String) });
  // Five minutes and up to a tenth, not the hour that it has.
  const wait = Date.parse(String(failed?.['nextPoll'])) - Date.parse(String(failed?.['lastPoll']));
  expect(wait).toBeGreaterThanOrEqual(300_000);
  expect(wait).toBeLessThan(330_001);
  await add({ name: 'a-wrong' });
  await add({ name: 'b-late', credential, intervalS: 300 });
  expect(await polled('a-wrong')).toMatchObject({ total: 0, problem: 'feed_denied' });
  expect(await polled('b-late')).toMatchObject({ total: 3 });
  await poll('provider');
  expect(await polled('provider')).toMatchObject({ total: 3, added: 1 });
  expect((await feed('provider'))?.['problem']).toBeUndefined();
  // A server that goes away in the middle is asked again from where it was.
  taxii.objects.push(
    ...[30, 31, 32].map((serial) => ({
      at: at(serial),
      object: indicator(serial, `[ipv4-addr:value = '198.51.100.${serial}']`),
    })),
  );
  taxii.mishaps.push('cut');
  await poll('provider');
  expect(await polled('provider')).toMatchObject({ total: 6, added: 3 });
});

test('a credential is for its server alone, and nowhere to be read', async () => {
  const change = (body: object) => server.call(admin, 'PATCH', `${FEEDS}/provider`, body);
  const moved = await change({ url: 'https://elsewhere.example/api1/' });
  expect([moved.status, moved.body.error?.code]).toEqual([400, 'feed_credential_needed']);
  expect((await change({ intervalS: 600 })).body).toMatchObject({ intervalS: 600, credentialKind: 'bearer' });
  expect(await polled('provider')).toMatchObject({ total: 6 });
  const bad = await change({ credential: { kind: 'api_key', header: 'Host', key: 'x' } });
  expect([bad.status, bad.body.error?.code]).toEqual([400, 'feed_credential_invalid']);
  const { body: audit } = await server.call(
    admin,
    'GET',
    '/api/v1/audit?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
  );
  const { body: all } = await server.call(admin, 'GET', FEEDS);
  const log = await readFile(path.join(server.dataFolder, 'log', 'server.ndjson'), 'utf8');
  const stored = JSON.stringify(await server.server.state.intelFeeds.due('2999-01-01T00:00:00Z'));
  expect(stored).toContain('credential');
  for (const text of [JSON.stringify(audit), JSON.stringify(all), log, stored]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 12));
  }
  const actions = (audit['rows'] as { action: string }[]).map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(['intel_feed.create', 'intel_feed.update', 'intel_feed.discover', 'intel_feed.poll']),
  );
});

test('what ends leaves the list when its time has come, and another collection begins anew', async () => {
  const until = new Date(Date.now() + 1_500).toISOString();
  taxii.objects.push({
    at: at(40),
    object: indicator(40, "[url:value = 'http://bad.example/x']", { valid_until: until }),
  });
  await poll('provider');
  expect(await polled('provider')).toMatchObject({ total: 7, added: 1 });
  await expect.poll(() => Date.now() > Date.parse(until), { timeout: 5_000 }).toBe(true);
  await poll('provider');
  expect(await polled('provider')).toMatchObject({ total: 6, removed: 1, unused: { ended: 1 } });
  const kept = taxii.objects.splice(0);
  await server.call(admin, 'PATCH', `${FEEDS}/provider`, { url: `${taxii.origin}/api1/?other` });
  expect(await polled('provider')).toMatchObject({ total: 6, added: 0, removed: 0 });
  taxii.objects.push(...kept.slice(0, 2));
  await server.call(admin, 'PATCH', `${FEEDS}/provider`, { url: taxii.emptyRoot });
  expect(await polled('provider')).toMatchObject({ total: 0, removed: 6, url: taxii.emptyRoot });
  expect(await lists()).toContainEqual(['provider', 0, true]);
});

test("another tenant's administrator finds no feed to see, change, have fetched or remove", async () => {
  const other = await server.addUser('eve', await server.addTenant('beta'), 'admin');
  expect((await server.call(other, 'GET', FEEDS)).body['rows']).toEqual([]);
  for (const [query, status] of [
    ['', 404],
    [`?tenant=${encodeURIComponent(acme)}`, 403],
  ] as const) {
    const answers = [
      await server.call(other, 'PATCH', `${FEEDS}/b-late${query}`, { enabled: false }),
      await server.call(other, 'POST', `${FEEDS}/b-late/poll${query}`),
      await server.call(other, 'DELETE', `${FEEDS}/b-late${query}`),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
  }
  expect((await add({ name: 'x' }, other)).status).toBe(403);
  expect(await feed('b-late')).toMatchObject({ enabled: true });
});

test('without the key a credential has to be given again', async () => {
  const key = path.join(server.dataFolder, 'secrets.key');
  await rename(key, `${key}.away`);
  await poll('b-late');
  expect(await polled('b-late')).toMatchObject({ problem: 'feed_credential_lost' });
  await rename(`${key}.away`, key);
  await poll('b-late');
  expect((await polled('b-late'))?.['problem']).toBeUndefined();
});

test('a feed that is off is not polled, and its list is its own', async () => {
  expect((await server.call(admin, 'PATCH', `${FEEDS}/a-wrong`, { enabled: false })).body).toMatchObject({
    due: false,
  });
  expect((await poll('a-wrong')).body.error?.code).toBe('feed_paused');
  expect((await poll('none')).status).toBe(404);
  const upload = { tenant: acme, name: 'provider', text: 'bad.example' };
  for (const answer of [
    await server.call(responder, 'POST', '/api/v1/intel/lists', upload),
    await server.call(responder, 'DELETE', '/api/v1/intel/lists/provider'),
  ])
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'intel_list_of_feed']);
  expect((await add({ name: 'provider' })).body.error?.code).toBe('intel_name_taken');
  expect((await add({ name: 'x' }, responder)).status).toBe(403);
  expect((await add({ name: 'x', tenant: '/root/' })).status).toBe(403);
  expect((await server.call(responder, 'DELETE', `${FEEDS}/provider`)).status).toBe(403);
  for (const name of ['provider', 'a-wrong', 'b-late'])
    expect((await server.call(admin, 'DELETE', `${FEEDS}/${name}`)).status).toBe(204);
  expect(await lists()).toEqual([]);
  expect((await server.call(admin, 'DELETE', `${FEEDS}/provider`)).status).toBe(404);
});
