import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { exchange, openSite, openWaf } from './open-waf.ts';

const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const HANDSHAKE = 'Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n';

/** Echoes what comes after the switch; answers `/plain` with it though nobody asked. */
async function openEcho() {
  const sockets: Socket[] = [];
  const site = await openSite((request, response) => {
    sockets.push(request.socket);
    if (request.url === '/plain') request.socket.write(SWITCH);
    else response.writeHead(426).end();
  });
  site.server.on('upgrade', (_request, socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(SWITCH);
    socket.pipe(socket);
  });
  return { ...site, sockets };
}

test('what is sent comes back, also what was sent before the switch; one side ending ends the other', async () => {
  await using site = await openEcho();
  await using waf = await openWaf(site.origin);
  const client = connect(waf.port, '127.0.0.1');
  let text = '';
  client.on('data', (piece: Buffer) => void (text += piece.toString('latin1')));
  client.write(`GET /chat HTTP/1.1\r\nHost: a\r\n${HANDSHAKE}\r\nearly`);
  while (!text.endsWith('\r\n\r\nearly')) await once(client, 'data');
  expect(text).toMatch(/^HTTP\/1\.1 101 /);
  const sent = 'm'.repeat(300_000);
  client.write(sent);
  while (!text.endsWith(`early${sent}`)) await once(client, 'data');
  const [behind] = site.sockets as [Socket];
  const closed = once(behind, 'close');
  client.destroy();
  await closed;
});

test('the site ending ends the client', async () => {
  await using site = await openEcho();
  await using waf = await openWaf(site.origin);
  const client = connect(waf.port, '127.0.0.1');
  client.write(`GET /chat HTTP/1.1\r\nHost: a\r\n${HANDSHAKE}\r\n`);
  await once(client, 'data');
  site.sockets[0]?.destroy();
  client.resume();
  await once(client, 'close');
});

test('an upgrade that the rules deny does not reach the site', async () => {
  await using site = await openEcho();
  await using waf = await openWaf(site.origin);
  expect(await exchange(waf.port, `GET /?q=attack HTTP/1.1\r\nHost: a\r\n${HANDSHAKE}\r\n`, '</html>')).toMatch(
    /^HTTP\/1\.1 403/,
  );
  expect(site.sockets).toEqual([]);
});

test('a switch that nobody asked for is an answer of a broken site, and its connection is closed', async () => {
  await using site = await openEcho();
  await using waf = await openWaf(site.origin);
  const answer = await exchange(waf.port, 'GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 502/);
  const [behind] = site.sockets as [Socket];
  if (!behind.destroyed) await once(behind, 'close');
});
