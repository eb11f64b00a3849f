import { gzipSync } from 'node:zlib';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, openTestServer, type TestServer } from './test-server.ts';

let test1: TestServer;
let tenant: string;
let token: string;
beforeAll(async () => {
  test1 = await openTestServer();
  tenant = await test1.addTenant('acme');
  token = await test1.addToken(['ingest'], tenant);
});
afterAll(() => test1[Symbol.asyncDispose]());

const send = (path: string, init: RequestInit = {}) =>
  fetch(`${test1.server.origin}${path}`, {
    ...init,
    headers: { ...bearer(token), 'content-type': 'application/x-ndjson', ...init.headers },
  });
const bulk = (lines: readonly unknown[], init: RequestInit = {}, path = '/_bulk') =>
  send(path, { method: 'POST', body: `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, ...init });
const SSHD = 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 203.0.113.9 port 4711 ssh2';

describe('the official client', () => {
  test('sends documents in bulk that are stored, decoded and the tenant of the token', async () => {
    const client = new Client({
      node: test1.server.origin,
      auth: { apiKey: { id: 'haechi', api_key: token } },
      compression: true,
      maxRetries: 0,
    });
    expect((await client.info()).version.number).toMatch(/^8\./);
    const documents = Array.from({ length: 50 }, (_, n) => ({
      '@timestamp': '2026-03-01T08:00:01Z',
      message: SSHD.replace('4711', String(4000 + n)),
      agent: { type: 'filebeat' },
      host: { name: 'web01' },
      log: { file: { path: '/var/log/auth.log' } },
    }));
    const result = await client.helpers.bulk({
      datasource: documents,
      onDocument: () => ({ create: { _index: 'logs-client' } }),
    });
    expect(result).toMatchObject({ total: 50, successful: 50, failed: 0 });
    const rows = await test1.stored('labels.index:logs-client', 50);
    expect(rows).toHaveLength(50);
    expect(rows[0]).toMatchObject({ tenant, decoder: 'sshd', source: 'bulk:test', event: { user: { name: 'kim' } } });
    await client.close();
  });
});

describe('_bulk', () => {
  test('answers each item in its place; what is wrong loses nothing else and becomes a dead letter', async () => {
    const body = `{"create":{"_index":"mixed"}}\n{"n":1}\nnonsense\n{"update":{"_index":"mixed","_id":"1"}}\n{"doc":{}}\n{"index":{}}\n{"n":2}`;
    const answer = await send('/mixed/_bulk', { method: 'PUT', body });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
    const { errors, items, took } = (await answer.json()) as { errors: boolean; took: number; items: unknown[] };
    expect([errors, typeof took]).toEqual([true, 'number']);
    expect(items).toMatchObject([
      { create: { _index: 'mixed', status: 201, result: 'created' } },
      { index: { status: 400, error: { type: 'illegal_argument_exception' } } },
      { update: { _id: '1', status: 400 } },
      { index: { _index: 'mixed', status: 201 } },
    ]);
    expect(await test1.stored('labels.index:mixed', 2)).toHaveLength(2);
    expect(await test1.deadLetters(tenant, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ raw: 'nonsense', reason: 'invalid_record', source: 'bulk:test' }),
        expect.objectContaining({ raw: '{"doc":{}}', reason: 'invalid_record' }),
      ]),
    );
  });

  test('a document with an _id is stored once, however often it is sent', async () => {
    const lines = [{ index: { _index: 'once', _id: 'a' } }, { '@timestamp': '2026-03-02T00:00:00Z', n: 1 }];
    expect(await (await bulk([...lines, ...lines])).json()).toMatchObject({ errors: false });
    await test1.stored('labels.index:once', 1);
    await bulk(lines);
    await bulk([{ index: { _index: 'once', _id: 'b' } }, { n: 2 }]);
    const rows = await test1.stored('labels.index:once', 2);
    expect(rows).toHaveLength(2);
  });

  test('takes gzip, and any of the ways to say the token', async () => {
    const body = gzipSync('{"index":{"_index":"zip"}}\n{"n":1}\n');
    expect((await send('/_bulk', { method: 'POST', body, headers: { 'content-encoding': 'gzip' } })).status).toBe(200);
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    for (const authorization of [`ApiKey ${base64(`id:${token}`)}`, `Basic ${base64(`elastic:${token}`)}`])
      expect((await bulk([{ index: { _index: 'zip' } }, {}], { headers: { authorization } })).status).toBe(200);
    expect(await test1.stored('labels.index:zip', 3)).toHaveLength(3);
  });

  test.each([
    ['a wrong token', { authorization: 'ApiKey nobody' }, 401, 'security_exception'],
    ['another encoding', { 'content-encoding': 'br' }, 415, 'illegal_argument_exception'],
    ['gzip that is none', { 'content-encoding': 'gzip' }, 400, 'illegal_argument_exception'],
  ])('refuses %s in its own words', async (_name, headers, status, type) => {
    const answer = await bulk([{ index: { _index: 'x' } }, {}], { headers: headers as Record<string, string> });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
    expect(await answer.json()).toMatchObject({ status, error: { type } });
  });

  test('refuses an empty body, and a token that may only read', async () => {
    expect((await send('/_bulk', { method: 'POST', body: '' })).status).toBe(400);
    const reader = await test1.addToken(['read'], tenant);
    expect((await bulk([{ index: { _index: 'x' } }, {}], { headers: bearer(reader) })).status).toBe(403);
  });
});

describe('what shippers ask before they send', () => {
  test.each(['_ilm/policy/filebeat', '_ilm/policy', '_index_template/filebeat-8.15.0', '_template/logstash'])(
    '/%s is harmless',
    async (path) => {
      for (const method of ['GET', 'PUT']) {
        const answer = await send(`/${path}`, { method, ...(method === 'PUT' ? { body: '{"a":1}' } : {}) });
        expect([answer.status, await answer.json()]).toEqual([200, {}]);
        expect(answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
      }
    },
  );

  test.each(['_ingest/pipeline/x', '_nodes/http', '_nodes', '_logstash/pipeline/x'])(
    '/%s is harmless',
    async (path) => {
      expect(await (await send(`/${path}`)).json()).toEqual({});
    },
  );

  test('what is not here is said in the same words', async () => {
    const answer = await send('/_cat/indices');
    expect([answer.status, answer.headers.get('x-elastic-product')]).toEqual([404, 'Elasticsearch']);
    expect(await answer.json()).toMatchObject({ status: 404, error: { type: 'resource_not_found_exception' } });
  });

  test('the licence is active, health is green, the root is told by who asks', async () => {
    expect(await (await send('/_license')).json()).toMatchObject({ license: { status: 'active' } });
    expect(await (await send('/_cluster/health')).json()).toMatchObject({ status: 'green' });
    expect((await send('/', { method: 'HEAD' })).headers.get('x-elastic-product')).toBe('Elasticsearch');
    expect((await send('/', { headers: { authorization: 'Basic eDp5' } })).status).toBe(401);
    const page = await send('/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('x-elastic-product')).toBeNull();
  });
});
