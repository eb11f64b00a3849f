import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from '@haechi/locales';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';
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

const ROUTE = '/api/v1/parsers';
const SHOP = {
  name: 'shop',
  kind: 'grok',
  expression:
    '^%{TIMESTAMP_ISO8601:@timestamp} %{LOGLEVEL:log.level} 주문 %{WORD:shop.order.id} %{IP:source.ip} %{INT:shop.amount:int}원$',
  match: { source: 'hec:*', contains: '주문' },
  timeZone: 'Asia/Seoul',
};
const send = (event: unknown) => server.send(token, event);
const line = (id: string) => `2026-11-30 09:00:00 INFO 주문 ${id} 192.0.2.7 15000원`;

test('a line is read by the parser from the next one on, and no more once it is gone', async () => {
  await send(line('A1'));
  await server.stored('raw:*A1*', 1);
  const added = await server.call(responder, 'POST', ROUTE, { tenant: acme, ...SHOP });
  expect([added.status, added.body]).toMatchObject([200, { ...SHOP, tenant: acme, enabled: true, author: 'rae' }]);
  await send(line('A2'));
  const [read] = await server.stored('shop.order.id:A2 and shop.amount:15000 and source.ip:192.0.2.0/24', 1);
  expect(read).toMatchObject({
    decoder: 'custom',
    time: '2026-11-30T00:00:00.000Z',
    event: { event: { dataset: 'custom.shop' }, log: { level: 'INFO' }, source: { ip: '192.0.2.7' } },
  });
  expect((await server.stored('raw:*A1*', 1))[0]).toMatchObject({ decoder: 'text' });

  const url = `${ROUTE}/${String(added.body['id'])}`;
  const { name, kind, match } = SHOP;
  const body = { name, kind, match, expression: '주문 %{WORD:shop.order.number}', enabled: true };
  expect((await server.call(responder, 'PUT', url, body)).body).toMatchObject({ expression: body.expression });
  expect((await server.call(responder, 'GET', url)).body['timeZone']).toBeUndefined();
  await send(line('A3'));
  await server.stored('shop.order.number:A3', 1);
  expect((await server.call(responder, 'PUT', url, { ...body, enabled: false })).status).toBe(200);
  await send(line('A4'));
  expect((await server.stored('raw:*A4*', 1))[0]).toMatchObject({ decoder: 'text' });
  expect((await server.call(responder, 'DELETE', url)).status).toBe(204);
  expect((await server.call(responder, 'DELETE', url)).status).toBe(404);

  const period = 'from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';
  const { body: trail } = await server.call(server.admin, 'GET', `/api/v1/audit?${period}`);
  const entries = (trail['rows'] as { action: string; target: string; outcome: string; tenant: string }[])
    .filter(({ action }) => action.startsWith('parser.'))
    .map(({ action, target, outcome, tenant }) => [action, target, outcome, tenant]);
  expect(entries.reverse().slice(0, 4)).toEqual([
    ['parser.create', 'shop', 'success', acme],
    ['parser.update', 'shop', 'success', acme],
    ['parser.update', 'shop', 'success', acme],
    ['parser.delete', 'shop', 'success', acme],
  ]);
});

test('a dead letter that is replayed is read by the parser that was written for it', async () => {
  const raw = '{"order" B1 paid';
  await send(raw);
  await server.deadLetters(acme, 1);
  const body = {
    tenant: acme,
    name: 'broken',
    kind: 'dissect',
    expression: '{"order" %{shop.order.id} %{event.action}',
    match: { source: 'hec:*' },
  };
  expect((await server.call(responder, 'POST', ROUTE, body)).status).toBe(200);
  const range = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  expect((await server.call(responder, 'POST', '/api/v1/deadletters/replay', range)).body).toMatchObject({
    replayed: 1,
  });
  expect((await server.stored('shop.order.id:B1', 1))[0]).toMatchObject({ raw, event: { event: { action: 'paid' } } });
});

test('a parser belongs to its tenant; above it is read, beside it nothing is seen', async () => {
  const shared = await server.call(server.admin, 'POST', ROUTE, { ...SHOP, tenant: '/root/', name: 'shared' });
  const url = `${ROUTE}/${String(shared.body['id'])}`;
  expect((await server.call(responder, 'GET', url)).body).toMatchObject({ name: 'shared', tenant: '/root/' });
  const { name, kind, match, expression } = SHOP;
  expect((await server.call(responder, 'PUT', url, { name, kind, match, expression })).status).toBe(404);
  expect((await server.call(responder, 'DELETE', url)).status).toBe(404);
  await send(line('C1'));
  expect((await server.stored('shop.order.id:C1', 1))[0]).toMatchObject({ tenant: acme });
  const other = await server.addUser('eve', await server.addTenant('beta'), 'admin');
  const { body } = await server.call(other, 'GET', ROUTE);
  expect((body['rows'] as { name: string }[]).map((row) => row.name)).toEqual(['shared']);
  expect((await server.call(other, 'POST', ROUTE, { ...SHOP, tenant: acme })).status).toBe(403);
  expect((await server.call(server.admin, 'DELETE', url)).status).toBe(204);
});

test('lines are tried: fields with their places, or where they stopped; nothing is stored', async () => {
  const lines = [line('D1'), '2026-11-30 09:00:00 INFO 주문 D2 nowhere 1원', '<13>Nov 30 09:00:00 web-1 x: y'];
  const tried = await server.call(responder, 'POST', `${ROUTE}/try`, {
    kind: SHOP.kind,
    expression: SHOP.expression,
    timeZone: 'Asia/Seoul',
    lines,
  });
  expect(tried.body['rows']).toMatchObject([
    {
      matched: true,
      time: '2026-11-30T00:00:00.000Z',
      fields: [
        { name: '@timestamp', value: '2026-11-30 09:00:00', place: 'ecs' },
        { name: 'log.level', place: 'ecs' },
        { name: 'shop.order.id', value: 'D1', place: 'own' },
        { name: 'source.ip', value: '192.0.2.7', place: 'ecs' },
        { name: 'shop.amount', value: 15_000, place: 'own' },
      ],
    },
    { matched: false, at: 31, awaited: '%{IP:source.ip}' },
    { matched: false },
  ]);
  const dissect = { kind: 'dissect', expression: '%{a}=%{b};', lines: ['1=2;', '1', '1=2;3'] };
  expect((await server.call(responder, 'POST', `${ROUTE}/try`, dissect)).body['rows']).toMatchObject([
    { matched: true },
    { matched: false, at: 0, awaited: '=' },
    { matched: false, at: 4, awaited: '' },
  ]);
});

test('what is wrong is said with its code, its place and in the language of the caller', async () => {
  const call = async (route: string, body: object, headers = {}) => {
    const answer = await server.call({ ...responder, ...headers }, 'POST', route, body);
    return [answer.status, answer.body.error];
  };
  const trial = { kind: 'grok', expression: 'x %{NOPE:a}', lines: [] };
  expect(await call(`${ROUTE}/try`, trial)).toMatchObject([400, { code: 'grok_invalid', where: '2-11' }]);
  expect(await call(`${ROUTE}/try`, trial, { 'accept-language': 'ko' })).toMatchObject([
    400,
    { message: '‘NOPE’이라는 패턴은 없습니다' },
  ]);
  const draft = { ...SHOP, tenant: acme, name: 'x' };
  expect(await call(ROUTE, { ...draft, kind: 'dissect', expression: '%{a}%{b}' })).toMatchObject([
    400,
    { code: 'dissect_invalid', where: '0-6' },
  ]);
  expect(await call(ROUTE, { ...draft, expression: '가'.repeat(3_000) })).toMatchObject([
    400,
    { code: 'expression_too_long' },
  ]);
  expect(await call(ROUTE, { ...draft, match: {} })).toMatchObject([400, { code: 'invalid_request' }]);
  expect(await call(ROUTE, { ...draft, timeZone: 'Mars/Olympus' })).toMatchObject([400, { code: 'time_zone_unknown' }]);
  const sample = { ...trial, expression: '%{INT:a}', lines: ['x'.repeat(65_537)] };
  expect(await call(`${ROUTE}/try`, sample)).toMatchObject([413, { code: 'body_too_large' }]);
  expect(await call(`${ROUTE}/try`, { ...sample, lines: Array(101).fill('') })).toMatchObject([400, {}]);
  await call(ROUTE, draft);
  expect(await call(ROUTE, draft)).toMatchObject([409, { code: 'parser_exists' }]);
  const viewer = await server.addUser('vic', acme, 'viewer');
  expect((await server.call(viewer, 'POST', ROUTE, draft)).status).toBe(403);
  expect((await server.call(viewer, 'POST', `${ROUTE}/try`, trial)).status).toBe(403);
});

test('a stored parser that does not compile any more is shown with its reason, logged once, and keeps no other from reading', async () => {
  const { state } = server.server;
  const draft = {
    name: 'old',
    kind: 'grok' as const,
    expression: '%{NOSUCH:a.b}',
    match: { source: '*' },
    enabled: true,
  };
  await state.parsers.add(scopeOf(acme), draft, 'an older version');
  // Taken up with the next changes.
  for (const name of ['new1', 'new2']) {
    const fresh = { tenant: acme, name, kind: 'dissect', expression: `${name} %{a.b}`, match: { contains: name } };
    expect((await server.call(responder, 'POST', ROUTE, fresh)).body['problem']).toBeUndefined();
  }
  const shown = async (lang: string) => {
    const { body } = await server.call({ ...responder, 'accept-language': lang }, 'GET', ROUTE);
    return (body['rows'] as { name: string; problem?: string }[]).map(({ name, problem }) => [name, problem]);
  };
  const wrong = (await shown('en')).filter(([, problem]) => problem !== undefined);
  expect(wrong).toEqual([['old', text('en', 'api.expression.unknown_pattern', { pattern: 'NOSUCH' })]]);
  expect(await shown('ko')).toContainEqual(['old', '‘NOSUCH’이라는 패턴은 없습니다']);
  await send('new2 works');
  await server.stored('a.b:works', 1);
  const logged = readFileSync(path.join(server.dataFolder, 'log', 'server.ndjson'), 'utf8');
  expect(logged.match(/a parser does not compile/g)).toHaveLength(1);
  expect(logged).toContain('"parser":"old"');
});
