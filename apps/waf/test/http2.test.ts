import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { certificateFor } from './certificate.ts';
import { openSite, openWaf, type Site } from './open-waf.ts';

const tls = { certificate: certificateFor('a.example'), byName: new Map() };
const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string; trailers: object }[] = [];
let site: Site;
beforeAll(async () => {
  site = await openSite(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const { method = '', url = '', headers, trailers } = request;
    seen.push({ method, url, headers, body, trailers });
    if (url === '/large') return void response.end('x'.repeat(5_000_000));
    if (url === '/twice')
      response.writeHead(200, [
        ['x-content-type-options', 'nosniff'],
        ['x-content-type-options', 'nosniff'],
        ['set-cookie', 'a=b'],
        ['set-cookie', 'c=d'],
        ['connection', 'keep-alive'],
      ] as never);
    if (url === '/broken') {
      response.write('some');
      return void setImmediate(() => request.socket.destroy());
    }
    response.end(`hello ${body.length}`);
  });
});
afterAll(() => site[Symbol.asyncDispose]());

async function open(port: number): Promise<ClientHttp2Session & AsyncDisposable> {
  const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  session.on('error', () => undefined);
  await once(session, 'connect');
  return Object.assign(session, { [Symbol.asyncDispose]: async () => session.destroy() });
}

async function answerOf(stream: ClientHttp2Stream): Promise<{ headers: IncomingHttpHeaders; text: string }> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  let text = '';
  for await (const piece of stream) text += String(piece);
  return { headers, text };
}

test('requests of one connection are judged and passed on as HTTP/1.1', async () => {
  await using waf = await openWaf(site.origin, { tls });
  await using client = await open(waf.port);
  const fine = answerOf(client.request({ ':path': '/a?x=1', ':authority': 'a.example', 'user-agent': 'test' }));
  const attack = answerOf(client.request({ ':path': '/?q=attack' }));
  const post = client.request({ ':path': '/post', ':method': 'POST', 'content-type': 'text/plain' });
  post.end('12345');
  const posted = answerOf(post);
  expect((await fine).headers[':status']).toBe(200);
  expect(seen.find(({ url }) => url === '/a?x=1')?.headers).toMatchObject({
    host: 'a.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '127.0.0.1',
  });
  const stopped = await attack;
  expect(stopped.headers[':status']).toBe(403);
  expect(stopped.text).toMatch(/<code>[\w-]{36}<\/code>/);
  expect((await posted).text).toBe('hello 5');
  expect(client.destroyed).toBe(false);
});

test('a form is judged, a body past the inspection limit streams, trailer fields are dropped', async () => {
  await using waf = await openWaf(site.origin, { tls });
  await using client = await open(waf.port);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const form = client.request({ ':path': '/', ':method': 'POST', ...type });
  form.end('a=1&q=attack');
  expect((await answerOf(form)).headers[':status']).toBe(403);
  const large = client.request({ ':path': '/upload', ':method': 'POST' }, { waitForTrailers: true } as never);
  large.on('wantTrailers', () => large.sendTrailers({ 'x-late': 'attack' }));
  large.end(Buffer.alloc(1_000_000, 'y'));
  expect((await answerOf(large)).text).toBe('hello 1000000');
  expect(seen.at(-1)).toMatchObject({ url: '/upload', trailers: {} });
});

test('a long answer to a slow reader arrives whole, and no listeners pile up on the way', async () => {
  const warnings: string[] = [];
  const warn = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', warn);
  await using waf = await openWaf(site.origin, { tls });
  await using client = await open(waf.port);
  const stream = client.request({ ':path': '/large' });
  let bytes = 0;
  for await (const piece of stream) {
    bytes += (piece as Buffer).length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.off('warning', warn);
  expect(bytes).toBe(5_000_000);
  expect(warnings).toEqual([]);
});

test('fields that a site sends twice go through, fields of HTTP/1 connections do not', async () => {
  await using waf = await openWaf(site.origin, { tls });
  await using client = await open(waf.port);
  const { headers } = await answerOf(client.request({ ':path': '/twice' }));
  expect(headers[':status']).toBe(200);
  expect(headers['set-cookie']).toEqual(['a=b', 'c=d']);
  expect(headers['x-content-type-options']).toContain('nosniff');
  expect(headers).not.toHaveProperty('connection');
});

test('an answer that breaks off resets its stream alone', async () => {
  await using waf = await openWaf(site.origin, { tls });
  await using client = await open(waf.port);
  const stream = client.request({ ':path': '/broken' }).resume();
  const [error] = (await Promise.race([once(stream, 'error'), once(stream, 'end')])) as [{ code?: string } | undefined];
  expect(error?.code).toBe('ERR_HTTP2_STREAM_ERROR');
  expect((await answerOf(client.request({ ':path': '/' }))).text).toBe('hello 0');
});

test('a drain says goodbye on idle connections and lets streams end', async () => {
  const waf = await openWaf(site.origin, { tls });
  const idle = await open(waf.port);
  const busy = await open(waf.port);
  await answerOf(idle.request({ ':path': '/' }));
  const large = busy.request({ ':path': '/large' });
  await once(large, 'response');
  const goodbyes = Promise.all([idle, busy].map((session) => once(session, 'goaway')));
  let bytes = 0;
  large.on('data', (piece: Buffer) => void (bytes += piece.length));
  await waf[Symbol.asyncDispose]();
  expect((await goodbyes).map(([code]) => code)).toEqual([0, 0]);
  expect(bytes).toBe(5_000_000);
  for (const session of [idle, busy]) session.destroy();
});

test('a connection whose handshake ends during a drain is told so as well', async () => {
  const waf = await openWaf(site.origin, { tls });
  const busy = await open(waf.port);
  const large = busy.request({ ':path': '/large' });
  await once(large, 'response');
  const raw = connectTcp(waf.port, '127.0.0.1');
  await once(raw, 'connect');
  // The listener takes it before it closes: this one answer comes behind it in the same queue.
  await answerOf(busy.request({ ':path': '/' }));
  const closed = waf[Symbol.asyncDispose]();
  const late = connect('https://127.0.0.1', {
    createConnection: () => connectTls({ socket: raw, rejectUnauthorized: false, ALPNProtocols: ['h2'] }),
  });
  late.on('error', () => undefined);
  expect((await once(late, 'goaway'))[0]).toBe(0);
  large.resume();
  await closed;
  busy.destroy();
});
