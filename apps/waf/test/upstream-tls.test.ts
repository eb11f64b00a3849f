import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateFor } from './certificate.ts';
import { exchange, openWaf } from './open-waf.ts';

const trusted = getCACertificates('default');
const local = certificateFor('localhost');
const foreign = certificateFor('foreign.example');
const address = certificateFor('127.0.0.1');
beforeAll(() => setDefaultCACertificates([...trusted, local.cert, foreign.cert, address.cert]));
afterAll(() => setDefaultCACertificates(trusted));

/** A site behind TLS that tells which name its connection was opened for, and counts the connections. */
async function openTlsSite(certificate: ReturnType<typeof certificateFor>, host = 'localhost') {
  const connections: string[] = [];
  const server = createServer(certificate, (request, response) => response.end(`for ${request.headers.host}`));
  server.on('secureConnection', (socket: TLSSocket) => connections.push(String(socket.servername)));
  server.listen(0, host);
  await once(server, 'listening');
  return {
    connections,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const ask = (port: number, host: string, fields = 'Connection: close\r\n'): Promise<string> =>
  exchange(port, `GET / HTTP/1.1\r\nHost: ${host}\r\n${fields}\r\n`, `for ${host}`);

test('the name in --upstream is asked for and verified, whatever Host a client names; connections are kept', async () => {
  await using site = await openTlsSite(local);
  await using waf = await openWaf(`https://localhost:${site.port}`);
  for (const host of ['shop.example', 'other.example', 'foreign.example'])
    expect(await ask(waf.port, host)).toMatch(new RegExp(`^HTTP/1\\.1 200 [\\s\\S]*for ${host}`));
  expect(site.connections).toEqual(['localhost']);
});

test('the handshake of a WebSocket asks for the same name', async () => {
  await using site = await openTlsSite(local);
  await using waf = await openWaf(`https://localhost:${site.port}`);
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  expect(await ask(waf.port, 'foreign.example', upgrade)).toMatch(/^HTTP\/1\.1 200 /);
  expect(site.connections).toEqual(['localhost']);
});

test('a certificate of another name is refused, also where a client names it', async () => {
  await using site = await openTlsSite(foreign);
  await using waf = await openWaf(`https://localhost:${site.port}`);
  expect(await ask(waf.port, 'foreign.example')).toMatch(/^HTTP\/1\.1 502 /);
});

test('an address in --upstream is verified as an address, and asked for without a name', async () => {
  await using site = await openTlsSite(address, '127.0.0.1');
  await using waf = await openWaf(`https://127.0.0.1:${site.port}`);
  expect(await ask(waf.port, 'shop.example')).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask(waf.port, 'foreign.example')).toMatch(/^HTTP\/1\.1 200 /);
  expect(site.connections).toEqual(['false']);
});
