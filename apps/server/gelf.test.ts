import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, openTestServer, type TestServer } from './test-server.ts';

let test1: TestServer;
let tenant: string;
let token: string;
beforeAll(async () => {
  test1 = await openTestServer({}, { gelfPort: 0 });
  tenant = await test1.addTenant('acme');
  token = await test1.addToken(['ingest'], tenant);
});
afterAll(() => test1[Symbol.asyncDispose]());

const SSHD = 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 203.0.113.9 port 4711 ssh2';
const message = (way: string, more: object = {}) =>
  JSON.stringify({ version: '1.1', host: 'web01', short_message: SSHD, _way: way, ...more });
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${test1.server.origin}/gelf`, { method: 'POST', body, headers: { ...bearer(token), ...headers } });

test('over HTTP: 202 once it is durable, for the tenant of the token', async () => {
  expect((await post(message('http'))).status).toBe(202);
  expect((await post(gzipSync(message('http')), { 'content-encoding': 'gzip' })).status).toBe(202);
  // As Graylog takes it: compression that no header tells of.
  expect((await post(gzipSync(message('http')))).status).toBe(202);
  expect((await post(deflateSync(message('http')), { 'content-encoding': 'deflate' })).status).toBe(202);
  const rows = await test1.stored('labels.way:http', 4);
  expect(rows[0]).toMatchObject({ tenant, source: 'gelf:test', decoder: 'sshd', event: { user: { name: 'kim' } } });
});

test('over HTTP: what is no message is refused and becomes a dead letter', async () => {
  expect((await post('{"host":"a"}')).status).toBe(400);
  expect((await post('{}', { authorization: 'Bearer nobody' })).status).toBe(401);
  expect(await test1.deadLetters(tenant, 1)).toMatchObject([
    { raw: '{"host":"a"}', reason: 'invalid_record', source: 'gelf:test' },
  ]);
});

test('over UDP: whole, compressed and in parts', async () => {
  const { host, udpPort } = test1.server.doors!.gelf ?? { host: '', udpPort: 0 };
  const socket = createSocket('udp4');
  const send = (datagram: Buffer) =>
    new Promise<void>((resolve, reject) => {
      socket.send(datagram, udpPort, host, (error) => (error === null ? resolve() : reject(error)));
    });
  await send(Buffer.from(message('udp')));
  await send(gzipSync(message('udp')));
  const long = Buffer.from(message('udp', { full_message: `${SSHD} ${'x'.repeat(20_000)}` }));
  const size = 8_154;
  const count = Math.ceil(long.length / size);
  for (let number = count - 1; number >= 0; number--)
    await send(
      Buffer.concat([
        Buffer.from('1e0f0102030405060708', 'hex'),
        Buffer.from([number, count]),
        long.subarray(number * size, (number + 1) * size),
      ]),
    );
  const rows = await test1.stored('labels.way:udp', 3);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ tenant: '/root/', source: 'gelf:127.0.0.1' });
  socket.close();
});

test('over TCP: messages that end with a NUL; what is none becomes a dead letter', async () => {
  const { host, tcpPort } = test1.server.doors!.gelf ?? { host: '', tcpPort: 0 };
  const socket = connect(tcpPort, host);
  await once(socket, 'connect');
  socket.end(`${message('tcp')}\0not gelf\0${message('tcp')}\0${message('tcp')}`);
  await once(socket, 'close');
  expect(await test1.stored('labels.way:tcp', 3)).toHaveLength(3);
  // Dead letters are stored behind the events of their round.
  await expect
    .poll(() => test1.deadLetters('/root/', 1), { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ raw: 'not gelf', reason: 'invalid_record', source: 'gelf:127.0.0.1' }));
});
