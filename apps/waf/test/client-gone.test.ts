import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { certificateFor } from './certificate.ts';
import { get, openSite, openWaf } from './open-waf.ts';

/** A site whose answers never end, or never begin; it tells of each that was given up. */
async function openEndlessSite() {
  let givenUp: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    givenUp = resolve;
  });
  let began: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const site = await openSite((request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/short') return void response.end('short');
    response.on('close', givenUp);
    began();
    if (request.url === '/silent') return;
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(60_000)));
    };
    response.on('drain', more);
    more();
  });
  return { ...site, over, begun };
}

test.each(['/endless', '/silent'])('HTTP/1: %s is given up when the client leaves', async (target) => {
  await using site = await openEndlessSite();
  await using waf = await openWaf(site.origin);
  const client = connect(waf.port, '127.0.0.1', () => client.write(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`));
  client.on('error', () => undefined);
  await (target === '/silent' ? site.begun : once(client, 'data'));
  client.destroy();
  await site.over;
  expect((await get(waf.port, '/short')).status).toBe(200);
  expect(waf.metrics().counts.upstream_errors).toBeUndefined();
});

test.each(['/endless', '/silent'])('HTTP/2: %s is given up when the stream is reset', async (target) => {
  await using site = await openEndlessSite();
  await using waf = await openWaf(site.origin, {
    tls: { certificate: certificateFor('a.example'), byName: new Map() },
  });
  const client = connectHttp2(`https://127.0.0.1:${waf.port}`, { rejectUnauthorized: false });
  const stream = client.request({ ':path': target });
  stream.on('error', () => undefined);
  await (target === '/silent' ? site.begun : once(stream, 'data'));
  stream.close(8);
  await site.over;
  const next = client.request({ ':path': '/short' });
  expect(String((await once(next, 'data'))[0])).toBe('short');
  client.destroy();
});

test('a client that leaves an upload in the middle ends the request behind', async () => {
  const left = Promise.withResolvers<void>();
  await using site = await openSite((request, response) => {
    request.on('error', () => left.resolve());
    request.resume().on('end', () => response.end());
  });
  await using waf = await openWaf(site.origin);
  const client = connect(waf.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 2000000\r\n\r\n');
  client.write(Buffer.alloc(1_000_000), () => client.destroy());
  await left.promise;
});
