import { createRequire } from 'node:module';
import gelf from 'gelf-pro';
import { pino } from 'pino';
import type { LokiOptions } from 'pino-loki';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from './test-server.ts';

let test1: TestServer;
let token: string;
beforeAll(async () => {
  test1 = await openTestServer({}, { gelfPort: 0 });
  token = await test1.addToken(['ingest'], await test1.addTenant('acme'));
});
afterAll(() => test1[Symbol.asyncDispose]());

test('pino sends over Loki’s protocol', async () => {
  const transport = pino.transport<LokiOptions>({
    target: createRequire(import.meta.url).resolve('pino-loki'),
    options: {
      host: test1.server.origin,
      basicAuth: { username: 'haechi', password: token },
      labels: { application: 'pino' },
      batching: false,
      silenceErrors: false,
    },
  });
  const logger = pino(transport);
  logger.warn({ orderId: 42 }, 'payment by pino is late');
  const [row] = await test1.stored('labels.application:pino', 1);
  expect(row).toMatchObject({
    tenant: '/root/acme/',
    source: 'loki:test',
    event: { message: 'payment by pino is late' },
  });
  transport.end();
});

test.each(['udp', 'tcp'] as const)('gelf-pro sends over %s', async (adapter) => {
  const { host, udpPort, tcpPort } = test1.server.doors!.gelf ?? { host: '', udpPort: 0, tcpPort: 0 };
  const log = Object.create(gelf) as typeof gelf;
  const port = adapter === 'udp' ? udpPort : tcpPort;
  log.setConfig({ adapterName: adapter, adapterOptions: { host, port }, fields: { way: adapter } });
  // Long and hard to compress, so that over UDP it goes in parts.
  const noise = Array.from({ length: 3_000 }, (_, n) => ((n * 2_654_435_761) % 4_294_967_296).toString(36)).join(' ');
  await new Promise<void>((resolve, reject) => {
    log.message(`gelf-pro by ${adapter}`, 3, { user: 'kim', noise }, (error) => (error ? reject(error) : resolve()));
  });
  const [row] = await test1.stored(`labels.way:${adapter}`, 1);
  expect(row).toMatchObject({ tenant: '/root/', event: { log: { level: 'error' }, labels: { user: 'kim', noise } } });
});
