import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let acme: string;
let responder: Caller;
let token: string;
beforeAll(async () => {
  server = await openTestServer();
  acme = await server.addTenant('acme');
  responder = await server.addUser('rae', acme, 'responder');
  token = await server.addToken(['ingest'], acme);
});
afterAll(() => server[Symbol.asyncDispose]());

const send = (line: string) => server.send(token, line);
const upload = (caller: Caller, body: object) => server.call(caller, 'POST', '/api/v1/intel/lists', body);

test('an address of a list raises a finding at once, and the event says which list knew it', async () => {
  const text = '# feed\n198.51.100[.]0/24\nevil.example\nnonsense\n';
  const answer = await upload(responder, { tenant: acme, name: 'feed', text });
  expect(answer.body).toMatchObject({ indicators: 2, refusedCount: 1, refused: [{ where: 'line 4' }] });
  await send('Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 198.51.100.9 port 4711 ssh2');
  await send('Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 168.126.63.1 port 4711 ssh2');
  const [row] = await server.stored('threat.indicator.provider:feed', 1);
  expect(row).toMatchObject({
    decoder: 'sshd',
    event: { threat: { indicator: { type: 'ipv4-addr', name: '198.51.100.0/24', field: 'source.ip' } } },
  });
  expect((await server.stored('source.geo.country_iso_code:KR', 1)).length).toBe(1);
  for (const query of [
    'source.as.number:4766',
    'source.as.number >= 4766 AND source.as.number < 4767',
    'source.as.organization.name:"Korea Telecom"',
    'source.as.organization.name:korea*',
  ]) {
    const [korean] = await server.stored(query, 1);
    expect([query, korean]).toMatchObject([query, { event: { source: { as: { number: 4_766 } } } }]);
  }
  const period = 'from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
  await expect
    .poll(async () => {
      const { body } = await server.call(responder, 'GET', `/api/v1/findings?${period}`);
      return (body['rows'] as { ruleId: string }[]).map(({ ruleId }) => ruleId);
    })
    .toContain('a5f1c2d7-7a54-4e0b-9f0e-2b8d5c6e4f02');
});

test('what is normal of a sighting is said of the fields of its event', async () => {
  const rule = 'a5f1c2d7-7a54-4e0b-9f0e-2b8d5c6e4f02';
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const seen = async (): Promise<string[]> => {
    const { body } = await server.call(responder, 'GET', `/api/v1/findings?ruleId=${rule}&from=${from}`);
    return (body['rows'] as { entities: { address: string[] } }[]).flatMap(({ entities }) => entities.address).sort();
  };
  const knock = (address: string) =>
    send(`<38>1 ${new Date().toISOString()} web01 sshd 77 - - Failed password for kim from ${address} port 4711 ssh2`);
  await knock('198.51.100.20');
  await expect.poll(seen, { timeout: 20_000 }).toEqual(['198.51.100.20']);
  const words = { tenant: acme, field: 'src_ip', value: '198.51.100.20' };
  const path = `/api/v1/rules/${rule}/exceptions`;
  const preview = await server.call(responder, 'POST', `${path}/preview`, words);
  expect(preview.body).toMatchObject({ examined: 1, silenced: 1 });
  expect((await server.call(responder, 'POST', path, { ...words, reason: 'ours' })).status).toBe(200);
  await knock('198.51.100.20');
  await knock('198.51.100.21');
  await expect.poll(seen, { timeout: 20_000 }).toEqual(['198.51.100.20', '198.51.100.21']);
});

test('a list belongs to its tenant; above it is read, beside it nothing is seen', async () => {
  await upload(server.admin, { tenant: '/root/', name: 'shared', text: 'bad.example' });
  const names = async (caller: Caller) => {
    const { body } = await server.call(caller, 'GET', '/api/v1/intel/lists');
    return (body['rows'] as { name: string }[]).map(({ name }) => name);
  };
  expect(await names(responder)).toEqual(['shared', 'feed']);
  const other = await server.addUser('eve', await server.addTenant('beta'), 'admin');
  expect(await names(other)).toEqual(['shared']);
  expect((await upload(other, { tenant: acme, name: 'x', text: 'bad.example' })).status).toBe(403);
  expect((await server.call(responder, 'DELETE', '/api/v1/intel/lists/shared')).status).toBe(404);
  expect((await server.call(responder, 'DELETE', '/api/v1/intel/lists/feed')).status).toBe(204);
  const bad = await upload(responder, { tenant: acme, name: 'none', text: 'nothing useful' });
  expect([bad.status, bad.body.error?.code]).toEqual([400, 'intel_list_invalid']);
});
