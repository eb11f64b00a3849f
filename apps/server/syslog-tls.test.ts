import { readFile } from 'node:fs/promises';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificates, type TestCertificates } from './test-certificates.ts';
import { openTestServer, type TestServer } from './test-server.ts';
import { readTlsIdentity } from './tls-identity.ts';

let certificates: TestCertificates;
let test1: TestServer;
const file = (name: string): string => certificates.file(name);

beforeAll(async () => {
  certificates = await makeCertificates();
  const identity = await readTlsIdentity({
    cert: file('server.pem'),
    key: file('server.key'),
    clientCa: file('authority.pem'),
  });
  test1 = await openTestServer({}, { syslogTls: { port: 0, identity } });
});
afterAll(async () => {
  await test1[Symbol.asyncDispose]();
  await certificates[Symbol.asyncDispose]();
});

const SSHD = '<38>1 2026-03-01T08:00:01Z web01 sshd 77 - - Failed password for kim from 203.0.113.9 port 4711 ssh2';

async function send(frames: string, more: ConnectionOptions = {}): Promise<'ended' | 'failed'> {
  const port = test1.server.doors!.syslog.tlsPort ?? 0;
  const socket = connect({ host: '127.0.0.1', port, ca: await readFile(file('authority.pem')), ...more });
  const ended = new Promise<'ended' | 'failed'>((resolve) => {
    socket.once('error', () => resolve('failed'));
    socket.once('close', () => resolve('ended'));
  });
  socket.resume();
  socket.once('secureConnect', () => socket.end(frames));
  return ended;
}
const identityOf = async (name: string) => ({
  cert: await readFile(file(`${name}.pem`)),
  key: await readFile(file(`${name}.key`)),
});

test('a sender with a certificate of the authority is heard (RFC 5425: octet counting over TLS)', async () => {
  const frame = `${SSHD.length} ${SSHD}`;
  expect(await send(frame.repeat(3), await identityOf('client'))).toBe('ended');
  const rows = await test1.stored('user.name:kim', 3);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    tenant: '/root/',
    source: 'syslog:127.0.0.1',
    decoder: 'sshd',
    time: '2026-03-01T08:00:01.000Z',
  });
});

test('a sender without one, or with a stranger’s, is turned away', async () => {
  const line = SSHD.replace('kim', 'mallory');
  const frame = `${line.length} ${line}`;
  // Whether its client notices depends on the version of TLS; that nothing of it is taken does not.
  await send(frame);
  await send(frame, await identityOf('stranger'));
  const marker = SSHD.replace('kim', 'after');
  await send(`${marker.length} ${marker}`, await identityOf('client'));
  await test1.stored('user.name:after', 1);
  expect(await test1.stored('user.name:mallory', 0)).toEqual([]);
});

test('a key that does not belong to the certificate is refused before anything listens', async () => {
  await expect(readTlsIdentity({ cert: file('server.pem'), key: file('client.key') })).rejects.toMatchObject({
    code: 'certificate_invalid',
  });
  await expect(readTlsIdentity({ cert: file('none.pem'), key: file('client.key') })).rejects.toMatchObject({
    code: 'certificate_invalid',
  });
});
