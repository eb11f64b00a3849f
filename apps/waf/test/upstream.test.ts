import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { exchange, get, openSite, openWaf } from './open-waf.ts';

const ID = /\r\n\r\nthe site did not answer\n[0-9a-f-]{36}\n$/;

test('a site that closes before its answer is answered with 502 and the id, and asked again next time', async () => {
  let answers = false;
  await using site = await openSite((request, response) => {
    if (answers) response.end('back');
    else request.socket.destroy();
  });
  await using waf = await openWaf(site.origin);
  const refused = await get(waf.port, '/');
  expect(refused.status).toBe(502);
  expect(refused.text).toMatch(ID);
  expect(waf.metrics().counts.upstream_errors).toBe(1);
  answers = true;
  expect((await get(waf.port, '/')).text).toMatch(/back$/);
});

test.each([
  ['in chunks', {}],
  ['by length', { 'content-length': '1000' }],
])('an answer %s that breaks off does not look whole', async (_how, headers) => {
  await using site = await openSite((request, response) => {
    response.writeHead(200, headers).write('some', () => request.socket.destroy());
  });
  await using waf = await openWaf(site.origin);
  const { status, text } = await get(waf.port, '/');
  expect(status).toBe(200);
  expect(text).toContain('some');
  expect(text).not.toMatch(/0\r\n\r\n$/);
  expect(text.length).toBeLessThan(1_000);
});

test('an answer that is no HTTP is answered with 502', async () => {
  await using site = await openSite((request) => {
    request.socket.end('SSH-2.0-x\r\n');
  });
  await using waf = await openWaf(site.origin);
  expect((await get(waf.port, '/')).text).toMatch(ID);
});

test('a slow site is waited for, others are served meanwhile', async () => {
  const release = Promise.withResolvers<void>();
  await using site = await openSite(async (request, response) => {
    if (request.url === '/slow') {
      response.write('begun ');
      await release.promise;
    }
    response.end('done');
  });
  await using waf = await openWaf(site.origin);
  const slow = get(waf.port, '/slow');
  expect((await get(waf.port, '/')).text).toMatch(/done/);
  release.resolve();
  expect((await slow).text.replace(/\r\n[0-9a-f]+\r\n/g, '')).toMatch(/begun .*done/s);
});

test('a kept connection that the site closed meanwhile costs no request', async () => {
  await using site = await openSite((_request, response) => response.end('fine'));
  await using waf = await openWaf(site.origin);
  for (let count = 0; count < 20; count++) {
    expect((await get(waf.port, '/')).status).toBe(200);
    site.server.closeIdleConnections();
  }
});

test('a body that turns out broken after the answer began does not put a second answer into the first', async () => {
  await using site = await openSite((request, response) => {
    request.resume().on('error', () => undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('early');
  });
  await using waf = await openWaf(site.origin);
  const client = connect(waf.port, '127.0.0.1');
  let text = '';
  client.on('error', () => undefined);
  client.on('data', (piece: Buffer) => void (text += piece.toString('latin1')));
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n');
  client.write(`493e0\r\n${'x'.repeat(300_000)}\r\n`);
  while (!text.includes('early')) await once(client, 'data');
  client.write('no chunk\r\n');
  await once(client, 'close');
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(text).not.toMatch(/0\r\n\r\n$/);
});

test('the same body before the answer began is refused', async () => {
  await using site = await openSite((request, response) => void request.resume().on('end', () => response.end()));
  await using waf = await openWaf(site.origin);
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
  const answer = await exchange(waf.port, `${head}493e0\r\n${'x'.repeat(300_000)}\r\nno chunk\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});
