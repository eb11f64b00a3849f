import { gzipSync } from 'node:zlib';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const SSHD = 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 203.0.113.9 port 4711 ssh2';

const post = (body: string | Uint8Array<ArrayBuffer>, type: string, headers: Record<string, string> = {}) =>
  fetch(`${test1.server.origin}/v1/logs`, {
    method: 'POST',
    body,
    headers: { ...bearer(token), 'content-type': type, ...headers },
  });
const json = (records: readonly object[], resource: readonly object[] = []) =>
  JSON.stringify({ resourceLogs: [{ resource: { attributes: resource }, scopeLogs: [{ logRecords: records }] }] });

test.each([
  ['protobuf', ProtobufExporter],
  ['JSON', JsonExporter],
])('the OpenTelemetry SDK sends logs as %s', async (kind, Exporter) => {
  const exporter = new Exporter({
    url: `${test1.server.origin}/v1/logs`,
    headers: { authorization: `Bearer ${token}` },
    compression: 'gzip' as never,
  });
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  const logger = provider.getLogger('checkout');
  for (let n = 0; n < 20; n++)
    logger.emit({
      timestamp: new Date('2026-03-01T08:00:01.500Z'),
      severityText: 'WARN',
      body: { order: n, kind },
      attributes: { 'host.name': 'web07', run: `sdk ${kind}` },
    });
  logger.emit({ body: SSHD, attributes: { run: `sdk ${kind}` } });
  await provider.forceFlush();
  await provider.shutdown();
  const rows = await test1.stored(`labels.run:"sdk ${kind}"`, 21);
  expect(rows).toHaveLength(21);
  const orders = rows.filter(({ decoder }) => decoder !== 'sshd');
  expect(orders).toHaveLength(20);
  expect(orders[0]).toMatchObject({
    tenant,
    source: 'otlp:test',
    time: '2026-03-01T08:00:01.500Z',
    event: { host: { name: 'web07' }, log: { level: 'WARN', logger: 'checkout' } },
  });
  expect(rows.find(({ decoder }) => decoder === 'sshd')).toMatchObject({ event: { user: { name: 'kim' } }, raw: SSHD });
});

test('trace and service come from where OTLP has them', async () => {
  const resource = [{ key: 'service.name', value: { stringValue: 'pay' } }];
  const record = {
    body: { stringValue: 'card declined' },
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
  };
  const answer = await post(gzipSync(json([record], resource)), 'application/json', { 'content-encoding': 'gzip' });
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  const [row] = await test1.stored('service.name:pay', 1);
  expect(row).toMatchObject({
    event: {
      service: { name: 'pay' },
      trace: { id: record.traceId },
      span: { id: record.spanId },
      message: 'card declined',
    },
  });
});

test('what cannot be read is said as partial success, and is a dead letter', async () => {
  const answer = await post(json([{ body: { stringValue: 'sound' } }, { body: 'no AnyValue' }]), 'application/json');
  expect([answer.status, await answer.json()]).toMatchObject([200, { partialSuccess: { rejectedLogRecords: '1' } }]);
  expect(await test1.deadLetters(tenant, 1)).toMatchObject([
    { raw: '{"body":"no AnyValue"}', reason: 'invalid_record' },
  ]);
});

test('errors are google.rpc.Status in the content type of the request', async () => {
  const broken = await post('{', 'application/json');
  expect([broken.status, await broken.json()]).toMatchObject([400, { code: 3 }]);
  const unknown = await post('{}', 'application/json', { authorization: 'Bearer nobody' });
  expect([unknown.status, await unknown.json()]).toMatchObject([401, { code: 16 }]);
  const protobuf = await post(new Uint8Array([0x0a]), 'application/x-protobuf');
  expect([protobuf.status, protobuf.headers.get('content-type')]).toEqual([400, 'application/x-protobuf']);
  const bytes = Buffer.from(await protobuf.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0x08, 3, 0x12]);
  expect(bytes.subarray(4).toString()).toMatch(/ExportLogsServiceRequest/);
  expect((await post('x', 'text/plain')).status).toBe(415);
  expect((await post('x', 'application/json', { 'content-encoding': 'br' })).status).toBe(415);
});

test('a body of 64 MiB is read, and one byte more is answered 413', async () => {
  const padded = (bytes: number) =>
    gzipSync(Buffer.concat([Buffer.from('{}'), Buffer.alloc(bytes - 2, ' ')]), { level: 1 });
  const gzip = { 'content-encoding': 'gzip' };
  expect((await post(padded(64 * 1024 ** 2), 'application/json', gzip)).status).toBe(200);
  const answer = await post(padded(64 * 1024 ** 2 + 1), 'application/json', gzip);
  expect([answer.status, await answer.json()]).toMatchObject([413, { code: 8 }]);
});
