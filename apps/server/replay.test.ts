import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let tenant: string;
let token: string;
let responder: Caller;
beforeAll(async () => {
  server = await openTestServer();
  tenant = await server.addTenant('acme');
  token = await server.addToken(['ingest'], tenant);
  responder = await server.addUser('rae', tenant, 'responder');
});
afterAll(() => server[Symbol.asyncDispose]());

const PERIOD = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
/** Each body is refused by the protocol, and a good record by itself. */
const send = (n: number) =>
  fetch(`${server.server.origin}/services/collector/event`, {
    method: 'POST',
    body: JSON.stringify({ message: 'not an envelope', run: 'replay', n }),
    headers: { authorization: `Splunk ${token}` },
  });
const replay = (caller: Caller, body: object) =>
  server.call(caller, 'POST', '/api/v1/deadletters/replay', { ...PERIOD, ...body });
const left = async () => {
  const query = `from=${PERIOD.from}&to=${PERIOD.to}&limit=1000`;
  return (await server.call(responder, 'GET', `/api/v1/deadletters?${query}`)).body['rows'] as { id: string }[];
};

test('what can be read now becomes an event of its tenant, once; what cannot comes back with the reason of today', async () => {
  for (let n = 0; n < 3; n++) expect((await send(n)).status).toBe(400);
  const letters = await server.deadLetters(tenant, 3);
  const [one] = letters as [{ id: string }];
  expect((await replay(responder, { ids: [one.id] })).body).toEqual({ replayed: 1, skipped: 0, more: false });
  expect((await replay(responder, { reason: 'invalid_record' })).body).toEqual({
    replayed: 2,
    skipped: 0,
    more: false,
  });
  const rows = await server.stored('unmapped.run:replay', 3);
  expect(rows.map((row) => row['tenant'])).toEqual([tenant, tenant, tenant]);
  expect((await left()).length).toBe(0);

  await send(3);
  await server.deadLetters(tenant, 1);
  expect((await replay(responder, { format: 'cef' })).body).toMatchObject({ replayed: 1 });
  const [again] = await server.deadLetters(tenant, 1);
  expect([again?.['reason'], again?.['raw']]).toEqual([
    expect.not.stringMatching('invalid_record'),
    expect.stringContaining('"n":3'),
  ]);
});

test('more records of one moment than a step takes are all replayed', async () => {
  const body = '{"create":{"_index":"many"}}\nno document at all\n'.repeat(2_500);
  const headers = { authorization: `ApiKey ${token}`, 'content-type': 'application/x-ndjson' };
  expect((await fetch(`${server.server.origin}/_bulk`, { method: 'POST', body, headers })).status).toBe(200);
  await expect.poll(async () => (await left()).length, { timeout: 30_000 }).toBe(1_000);
  // One batch, one insert: where some are, all are.
  const { body: answer } = await replay(responder, { reason: 'invalid_record' });
  expect(answer).toEqual({ replayed: 2_500, skipped: 0, more: false });
  expect((await left()).filter((row) => (row as { reason?: string }).reason === 'invalid_record')).toEqual([]);
});

test('a record of which only the beginning was kept is left alone, and can be deleted by an administrator', async () => {
  const long = `{"event":"${'x'.repeat(1_100_000)}"}`;
  const headers = { authorization: `Splunk ${token}` };
  await fetch(`${server.server.origin}/services/collector/event`, { method: 'POST', body: long, headers });
  await server.deadLetters(tenant, 2);
  const body = { reason: 'record_too_long' };
  expect((await replay(responder, body)).body).toEqual({ replayed: 0, skipped: 1, more: false });
  const remove = (caller: Caller) => server.call(caller, 'POST', '/api/v1/deadletters/delete', { ...PERIOD, ...body });
  expect((await remove(responder)).status).toBe(403);
  expect((await remove(server.admin)).body).toEqual({ deleted: 1, more: false });
  const { body: trail } = await server.call(
    server.admin,
    'GET',
    '/api/v1/audit?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
  );
  const actions = (trail['rows'] as { action: string }[]).map(({ action }) => action);
  expect(actions).toContain('dead_letter.delete');
  expect(actions).toContain('dead_letter.replay');
});

test('nobody replays what is not theirs, or with a decoder that does not exist', async () => {
  const before = (await left()).length;
  expect(before).toBeGreaterThan(0);
  const other = await server.addUser('eve', await server.addTenant('beta'), 'admin');
  expect((await replay(other, {})).body).toEqual({ replayed: 0, skipped: 0, more: false });
  expect((await replay(responder, { format: 'nonsense' })).body.error?.code).toBe('invalid_request');
  const viewer = await server.addUser('vic', tenant, 'viewer');
  expect((await replay(viewer, {})).status).toBe(403);
  expect((await left()).length).toBe(before);
});
