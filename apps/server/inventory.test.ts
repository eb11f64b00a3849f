import { afterAll, beforeAll, expect, test } from 'vitest';
import { inCp949 } from '../../test/e2e/cp949.ts';
import { type Caller, openTestServer, PASSWORD, type TestServer } from './test-server.ts';

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

const ASSETS = '/api/v1/inventory/assets';
const USERS = '/api/v1/inventory/users';
const send = (line: string) => server.send(token, line);
const upload = async (caller: Caller, route: string, body: Uint8Array<ArrayBuffer> | string, type = 'text/csv') => {
  const headers = { ...caller, 'content-type': type, 'accept-language': 'en' };
  const answer = await fetch(`${server.server.origin}${route}`, { method: 'POST', headers, body });
  return {
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown> & { error?: { code: string } },
  };
};
const rowsOf = async (caller: Caller, route: string) => (await server.call(caller, 'GET', route)).body;
const CSV =
  '자산명,IP,호스트,중요도,담당자\nDB-01,10.0.0.5,db01,매우 높음,김민수\n사무실,198.51.100.0/24,,낮음,\n깨진 줄,10.0.0.999,,,\n';
test('a file is previewed, then imported; its good rows are kept, the others told by line', async () => {
  const file = inCp949(CSV);
  const problems = [{ line: 4, field: 'addresses', reason: 'address_invalid', value: '10.0.0.999' }];
  const preview = await upload(responder, `${ASSETS}/preview`, file);
  expect(preview).toMatchObject({ status: 200, body: { added: 2, changed: 0, problemCount: 1, problems } });
  expect(preview.body['rows']).toMatchObject([{ name: 'DB-01', owner: '김민수' }, { name: '사무실' }]);
  expect(await rowsOf(responder, ASSETS)).toEqual({ rows: [], total: 0 });
  const done = await upload(responder, `${ASSETS}/import`, file);
  expect(done).toMatchObject({ status: 200, body: { added: 2, changed: 0, removed: 0, problems } });
  expect((await upload(responder, `${ASSETS}/import?mode=replace`, file)).body).toMatchObject({
    changed: 2,
    removed: 0,
  });
  expect(await rowsOf(responder, `${ASSETS}?text=db&criticality=critical`)).toMatchObject({
    total: 1,
    rows: [{ name: 'DB-01', tenant: acme, author: 'rae', hosts: ['db01'] }],
  });
});

test('users as a list; what is put, changed and removed is in force at once', async () => {
  const list = JSON.stringify({
    rows: [{ name: 'kim', fullName: '김철수', privileged: true, status: '퇴사' }, { email: 'x' }],
  });
  const done = await upload(responder, `${USERS}/import`, list, 'application/json');
  expect(done.body).toMatchObject({ added: 1, problems: [{ line: 2, field: 'email', reason: 'email_invalid' }] });
  await send('Mar  1 08:00:01 db01 sshd[77]: Failed password for kim from 198.51.100.9 port 4711 ssh2');
  const [row] = await server.stored('host.asset.criticality:critical', 1);
  expect(row).toMatchObject({
    event: {
      host: { asset: { name: 'DB-01', owner: '김민수' } },
      source: { asset: { name: '사무실', criticality: 'low' } },
      user: { full_name: '김철수', asset: { privileged: true, status: 'left' } },
    },
  });
  const put = await server.call(responder, 'PUT', ASSETS, { name: 'WEB', hosts: ['web9'], criticality: 'high' });
  expect([put.status, put.body]).toMatchObject([200, { name: 'WEB', hosts: ['web9'], addresses: [], note: '' }]);
  await send('Mar  1 08:00:01 web9 sshd[77]: Failed password for lee from 203.0.113.9 port 4711 ssh2');
  await server.stored('host.asset.name:WEB', 1);
  expect((await server.call(responder, 'DELETE', `${ASSETS}?name=web`)).status).toBe(204);
  expect((await server.call(responder, 'DELETE', `${ASSETS}?name=web`)).status).toBe(404);
  await send('Mar  1 08:00:02 web9 sshd[78]: Failed password for lee from 203.0.113.9 port 4712 ssh2');
  await server.stored('host.name:web9', 2);
  expect((await server.stored('host.asset.name:WEB', 1)).length).toBe(1);
});

test('characters that a database cannot hold do no harm', async () => {
  const row = { name: 'odd\u0000\ud800', hosts: ['odd-1'], tags: ['a\u0000b', '\udc00'], note: '\ud83d' };
  const put = await server.call(responder, 'PUT', ASSETS, row);
  expect([put.status, put.body['name'], put.body['tags']]).toEqual([200, 'odd\uFFFD', ['ab', '\uFFFD']]);
  for (const [name, status] of [
    ['odd%EF%BF%BD', 204],
    ['%00', 404],
    ['', 400],
  ] as const)
    expect((await server.call(responder, 'DELETE', `${ASSETS}?name=${name}`)).status).toBe(status);
  for (const route of [ASSETS, '/api/v1/incidents'])
    expect((await server.call(responder, 'GET', `${route}?text=%00`)).status).toBe(200);
});

test('an incident is as urgent as what is at stake in it', async () => {
  await send(
    '10.0.0.5 - - [01/Mar/2026:08:00:01 +0900] "GET /?id=1+union+select+null,null,version() HTTP/1.1" 200 5 "-" "x"',
  );
  const incident = async () =>
    (await rowsOf(responder, '/api/v1/incidents?minPriority=high'))['rows'] as Record<string, unknown>[];
  await expect.poll(async () => (await incident()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  const [first] = await incident();
  expect(first?.['stakes']).toContainEqual({ kind: 'asset', criticality: 'critical', name: 'DB-01' });
  const levels = ['informational', 'low', 'medium', 'high', 'critical'];
  expect(levels.indexOf(String(first?.['priority']))).toBe(Math.min(4, levels.indexOf(String(first?.['level'])) + 1));
  expect(first?.['entities']).not.toHaveProperty('stake');
});

test('what is exported can be imported again, and no cell is a formula', async () => {
  await server.call(responder, 'PUT', ASSETS, { name: '=1+1', hosts: 'calc' });
  const { headers, body } = await server.call(responder, 'GET', `${ASSETS}/export?lang=ko`);
  expect(headers.get('content-type')).toContain('text/csv');
  expect(headers.get('content-disposition')).toBe('attachment; filename="haechi-assets.csv"');
  const text = String(body['text']);
  expect(text).toContain("'=1+1,");
  expect((await upload(responder, `${ASSETS}/preview`, text)).body).toMatchObject({
    added: 0,
    changed: 3,
    problemCount: 0,
  });
});

test('rows belong to their tenant: above they are read, beside nothing is seen; viewers change nothing', async () => {
  await server.call(server.admin, 'PUT', `${ASSETS}?tenant=/root/`, { name: 'core', addresses: '192.0.2.1' });
  const names = async (caller: Caller) =>
    ((await rowsOf(caller, ASSETS))['rows'] as { name: string }[]).map(({ name }) => name);
  expect(await names(responder)).toEqual(['core', '=1+1', 'DB-01', '사무실']);
  const beta = await server.addTenant('beta');
  const eve = await server.addUser('eve', beta, 'admin');
  expect(await names(eve)).toEqual(['core']);
  expect((await server.call(eve, 'DELETE', `${ASSETS}?name=core`)).status).toBe(404);
  expect((await upload(eve, `${ASSETS}/import?tenant=${acme}`, CSV)).status).toBe(403);
  expect((await server.call(eve, 'GET', `${ASSETS}/export?tenant=${acme}`)).status).toBe(403);
  const viewer = await server.addUser('vic', acme, 'viewer');
  expect((await upload(viewer, `${ASSETS}/preview`, CSV)).status).toBe(403);
  expect((await server.call(viewer, 'PUT', ASSETS, { name: 'x' })).status).toBe(403);
});

test.each([
  ['text/csv', 'ip\n10.0.0.1\n', 'inventory_invalid', 400],
  ['application/json', '{"rows":["x"]}', 'inventory_invalid', 400],
  ['application/json', '[]', 'inventory_invalid', 400],
  ['application/xml', '<a/>', 'unsupported_media_type', 415],
  ['text/csv', `name\n${'x'.repeat(33 * 1024 ** 2)}`, 'body_too_large', 413],
])('%s %.20j is refused', async (type, body, code, status) => {
  const answer = await upload(responder, `${ASSETS}/import`, body, type);
  expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
});

test('a change is in the trail, a row with a fault says where', async () => {
  const bad = await server.call(responder, 'PUT', ASSETS, { name: 'x', addresses: ['nowhere'] });
  expect([bad.status, bad.body.error]).toMatchObject([
    400,
    { code: 'inventory_row_invalid', where: 'addresses address_invalid nowhere' },
  ]);
  const { body } = await server.call(
    server.admin,
    'GET',
    `/api/v1/audit?tenant=${acme}&from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
  );
  const trail = (body['rows'] as { action: string; target: string; detail: object }[]).filter(({ action }) =>
    /^(?:asset|known_user)\./.test(action),
  );
  expect(trail).toContainEqual(expect.objectContaining({ action: 'asset.delete', target: 'web', outcome: 'success' }));
  expect(trail).toContainEqual(
    expect.objectContaining({ action: 'asset.import', detail: expect.objectContaining({ added: 2, refused: 1 }) }),
  );
  expect(trail.some(({ action }) => action === 'known_user.import')).toBe(true);
});

test('tables are in force again after a restart', async () => {
  const { dataFolder } = server;
  await server.server.stop();
  const { startServer } = await import('./server.ts');
  const { SERVER_ROLES } = await import('./options.ts');
  const options = { dataFolder, host: '127.0.0.1', port: 0, syslogPort: 0, roles: SERVER_ROLES };
  const again = await startServer(options, '0.0.0-test');
  try {
    const headers = { authorization: `Splunk ${token}` };
    const event = 'Mar  1 09:00:01 db01 sshd[99]: Failed password for zoe from 203.0.113.9 port 4711 ssh2';
    const url = `${again.origin}/services/collector/event`;
    await fetch(url, { method: 'POST', body: JSON.stringify({ event }), headers });
    const session = await fetch(`${again.origin}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'rae', password: PASSWORD }),
    });
    const caller = {
      cookie: session.headers.getSetCookie()[0]?.split(';')[0] ?? '',
      'x-csrf-token': String(((await session.json()) as { csrf: string }).csrf),
      'content-type': 'application/json',
    };
    const body = JSON.stringify({
      query: 'user.name:zoe host.asset.name:DB-01',
      from: '2000-01-01T00:00:00Z',
      to: '2100-01-01T00:00:00Z',
    });
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${again.origin}/api/v1/search`, { method: 'POST', headers: caller, body });
          return ((await answer.json()) as { rows: unknown[] }).rows.length;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
  } finally {
    await again.stop();
  }
});
