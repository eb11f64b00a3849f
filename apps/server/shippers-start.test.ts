import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, type TestServer } from './test-server.ts';

let test1: TestServer;
let tenant: string;
let token: string;
beforeAll(async () => {
  test1 = await openTestServer();
  tenant = await test1.addTenant('acme');
  token = await test1.addToken(['ingest'], tenant);
});
afterAll(() => test1[Symbol.asyncDispose]());

interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request as the client writes it: unlike fetch, this sends no header that a test did not ask for. */
function ask(method: string, path: string, headers: Record<string, string>, parts: readonly Buffer[] = []) {
  return new Promise<Said>((resolve, reject) => {
    const { hostname, port } = new URL(test1.server.origin);
    const sent = request({ method, path, headers, hostname, port }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    if (headers['expect'] === undefined) {
      for (const part of parts) sent.write(part);
      sent.end();
    } else {
      sent.on('continue', () => {
        for (const part of parts) sent.write(part);
        sent.end();
      });
      sent.flushHeaders();
    }
  });
}

const elastic = () => ({ authorization: `ApiKey ${Buffer.from(`id:${token}`).toString('base64')}` });

describe('what shippers of Elasticsearch do before they send', () => {
  test('Beats 7: version, licence, features, policy, alias, template, first index', async () => {
    const beat = { ...elastic(), 'user-agent': 'Elastic-filebeat/7.17.9 (linux; amd64)', accept: 'application/json' };
    const body = [Buffer.from('{"a":1}')];
    for (const [method, path, member] of [
      ['GET', '/', 'version'],
      ['GET', '/_license?human=false', 'license'],
      ['GET', '/_xpack', 'features'],
      ['GET', '/_ilm/policy/filebeat', undefined],
      ['PUT', '/_ilm/policy/filebeat', undefined],
      ['HEAD', '/_alias/filebeat-7.17.9', undefined],
      ['GET', '/_cat/templates/filebeat-7.17.9', undefined],
      ['PUT', '/_template/filebeat-7.17.9', undefined],
      ['PUT', '/%3Cfilebeat-7.17.9-%7Bnow%2Fd%7D-000001%3E', 'acknowledged'],
      ['GET', '/_cluster/health/filebeat-7.17.9?level=shards', 'status'],
    ] as const) {
      const said = await ask(method, path, beat, method === 'PUT' ? body : []);
      expect([path, said.status, said.headers['x-elastic-product']]).toEqual([path, 200, 'Elasticsearch']);
      if (member !== undefined) expect(JSON.parse(said.text)).toHaveProperty(member);
    }
    const { features } = JSON.parse((await ask('GET', '/_xpack', beat)).text);
    expect(features.ilm).toEqual({ available: true, enabled: true });
    const wrong = { ...beat, authorization: 'ApiKey nobody' };
    expect((await ask('PUT', '/logstash-000001', wrong, body)).status).toBe(401);
  });

  test('Logstash: is the alias there; a person who asks so hears what the console says', async () => {
    expect((await ask('HEAD', '/logstash', elastic())).headers['x-elastic-product']).toBe('Elasticsearch');
    expect((await ask('HEAD', '/login', { 'user-agent': 'curl/8' })).headers['x-elastic-product']).toBeUndefined();
    expect((await ask('PUT', '/anything', { 'content-type': 'application/json' }, [Buffer.from('{}')])).status).toBe(
      404,
    );
  });

  test.each([
    ['with compatible-with', { 'content-type': 'application/vnd.elasticsearch+x-ndjson;compatible-with=8' }],
    ['without a type', {}],
    ['with a malformed type', { 'content-type': 'ndjson' }],
    ['chunked, after 100-continue', { expect: '100-continue', 'content-type': 'application/x-ndjson' }],
  ])('a bulk request %s, its parameters and a type in its path is taken', async (name, headers) => {
    const index = name.replaceAll(/[^a-z]/g, '');
    const lines = Buffer.from(`{"create":{"_type":"_doc","require_alias":true}}\n{"n":1}\n`);
    const path = `/${index}/_doc/_bulk?refresh=false&pipeline=x&filter_path=errors,items.*.error,items.*.status`;
    const said = await ask('POST', path, { ...elastic(), ...headers } as Record<string, string>, [
      lines.subarray(0, 10),
      lines.subarray(10),
    ]);
    expect([said.status, said.text]).toEqual([200, expect.stringContaining('"errors":false')]);
    expect(await test1.stored(`labels.index:${index}`, 1)).toHaveLength(1);
  });
});

describe('what senders to the event collector do', () => {
  const splunk = (more: Record<string, string> = {}) => ({ authorization: `Splunk ${token}`, ...more });

  test('Docker asks with OPTIONS and without a token, and gets 200', async () => {
    for (const path of ['/services/collector', '/services/collector/event/1.0', '/services/collector/raw'])
      expect((await ask('OPTIONS', path, {})).status).toBe(200);
  });

  test('a path that the collector does not have is answered in its words', async () => {
    for (const [method, path] of [
      ['GET', '/services/collector/event'],
      ['POST', '/services/collector/s2s'],
    ] as const) {
      const said = await ask(method, path, splunk());
      expect([said.status, JSON.parse(said.text)]).toEqual([404, { text: expect.any(String), code: 404 }]);
    }
  });

  test('events one behind the other, with times as text and number, lists in fields and members without a value', async () => {
    const channel = crypto.randomUUID();
    const body = gzipSync(
      [
        {
          time: '1772323201.123456789',
          host: 'h1',
          source: 's1',
          event: { a: { b: 1 } },
          fields: { run: 'f', of: ['x', 'y'] },
        },
        { time: 1772323202.5, event: 'second', fields: { run: 'f' } },
        { time: 1772323203, event: { n: 1 }, fields: { run: 'f', n: 1, ok: true, none: null } },
      ]
        .map((event) => JSON.stringify(event))
        .join(''),
    );
    const headers = splunk({ 'content-encoding': 'gzip', 'x-splunk-request-channel': channel });
    const said = await ask('POST', '/services/collector/event/1.0?auto_extract_timestamp=true', headers, [body]);
    expect([said.status, JSON.parse(said.text)]).toEqual([200, { text: 'Success', code: 0, ackId: 0 }]);
    const rows = await test1.stored('labels.run:f', 3);
    expect(rows.map(({ time }) => time).toSorted()).toEqual([
      '2026-03-01T00:00:01.123Z',
      '2026-03-01T00:00:02.500Z',
      '2026-03-01T00:00:03.000Z',
    ]);
    const asked = await ask('POST', '/services/collector/ack', splunk({ 'x-splunk-request-channel': channel }), [
      Buffer.from('{"acks":[0,1]}'),
    ]);
    expect(JSON.parse(asked.text)).toEqual({ acks: { 0: true, 1: false } });
  });
});
