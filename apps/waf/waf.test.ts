import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningWaf, startWaf, type WafOptions } from './waf.ts';

const RULES = `
SecRuleEngine On
SecResponseBodyMimeType text/plain
SecRequestBodyLimit 200000
SecRequestBodyLimitAction ProcessPartial
SecRule ARGS "@contains attack" "id:1,phase:2,deny,status:403,severity:CRITICAL,msg:'Attack in %{MATCHED_VAR_NAME}',tag:'test'"
SecRule REQUEST_HEADERS:X-Watch "@streq yes" "id:2,phase:1,pass,log,msg:'Watched'"
SecRule REQUEST_HEADERS:X-Drop "@streq yes" "id:3,phase:1,drop"
SecRule REQUEST_HEADERS:X-Move "@streq yes" "id:4,phase:1,redirect:'https://example.com/moved',status:302"
SecRule RESPONSE_BODY "@contains secret-leak" "id:5,phase:4,deny,status:502"
`;

let folder: string;
let backend: Server;
let upstream: string;
const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
const logged: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waf-'));
  await writeFile(path.join(folder, 'rules.conf'), RULES);
  backend = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    if (request.url === '/gzip') {
      const text = gzipSync('a secret-leak inside');
      response.writeHead(200, {
        'content-type': 'text/plain',
        'content-encoding': 'gzip',
        'content-length': text.length,
      });
      return response.end(text);
    }
    if (request.url === '/leak') return response.writeHead(200, { 'content-type': 'text/plain' }).end('a secret-leak');
    if (request.url === '/large') {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      for (let piece = 0; piece < 40; piece++) response.write('x'.repeat(50_000));
      return response.end();
    }
    response.writeHead(200, { 'Content-Type': 'text/plain', 'X-Backend': 'yes' }).end(`hello ${body.length}`);
  });
  backend.on('upgrade', (_request, socket: Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  backend.listen(0, '127.0.0.1');
  await once(backend, 'listening');
  upstream = `http://127.0.0.1:${(backend.address() as { port: number }).port}`;
});
afterAll(async () => {
  backend.closeAllConnections();
  backend.close();
  await rm(folder, { recursive: true });
});

async function open(options: Partial<WafOptions> = {}): Promise<RunningWaf & AsyncDisposable> {
  const waf = await startWaf({
    rules: [path.join(folder, 'rules.conf')],
    listen: { host: '127.0.0.1', port: 0 },
    upstream,
    trustedProxies: [],
    failOpen: false,
    log: (line) => logged.push(line),
    ...options,
  });
  return { ...waf, [Symbol.asyncDispose]: () => waf.close() };
}

/** Sends bytes and answers all that comes until the connection ends or `until` is seen. */
function raw(port: number, bytes: string, until?: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (until !== undefined && text.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
}

const CLOSE = 'Host: a\r\nConnection: close\r\n';

describe('passing and blocking', () => {
  test('an ordinary request reaches the upstream as it was sent, with whom it is for', async () => {
    await using waf = await open();
    const answer = await raw(
      waf.port,
      `POST /a%20b?x=%C3%A9 HTTP/1.1\r\n${CLOSE}X-Odd-CASE: Yes\r\nContent-Length: 5\r\n\r\nq=abc`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('X-Backend: yes');
    expect(answer).toContain('hello 5');
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/a%20b?x=%C3%A9', body: 'q=abc' });
    expect(seen.at(-1)?.headers).toMatchObject({
      host: 'a',
      'x-odd-case': 'Yes',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
  });

  test('a blocked request gets a page in the language of its reader and its line in the audit file before the answer', async () => {
    const audit = path.join(folder, 'audit.ndjson');
    await using waf = await open({ audit });
    const before = seen.length;
    const answer = await raw(
      waf.port,
      `GET /?q=attack HTTP/1.1\r\n${CLOSE}Accept-Language: fr, ko;q=0.9, en;q=0.1\r\n\r\n`,
    );
    const line = JSON.parse((await readFile(audit, 'utf8')).trim());
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(Buffer.from(answer, 'latin1').toString()).toContain('요청이 차단되었습니다');
    expect(answer).toContain(line.transaction_id);
    expect(line).toMatchObject({
      intercepted: true,
      request: { method: 'GET', uri: '/?q=attack', http_version: '1.1' },
      response: { status: 403 },
      rules: [{ id: 1, phase: 2, severity: 'CRITICAL', msg: 'Attack in ARGS:q', tags: ['test'] }],
    });
    expect(seen.length).toBe(before);
  });

  test('in detection mode it is passed on, and logged', async () => {
    const audit = path.join(folder, 'detect.ndjson');
    await using waf = await open({ audit, mode: 'detect' });
    expect(await raw(waf.port, `GET /?q=attack HTTP/1.1\r\n${CLOSE}\r\n`)).toMatch(/^HTTP\/1\.1 200/);
    expect(JSON.parse(await readFile(audit, 'utf8'))).toMatchObject({ intercepted: false, rules: [{ id: 1 }] });
  });

  test('a rule may drop the connection or send the client elsewhere', async () => {
    await using waf = await open();
    expect(await raw(waf.port, `GET / HTTP/1.1\r\n${CLOSE}X-Drop: yes\r\n\r\n`)).toBe('');
    expect(await raw(waf.port, `GET / HTTP/1.1\r\n${CLOSE}X-Move: yes\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 302 Found\r\nLocation: https:\/\/example\.com\/moved/,
    );
  });

  test('a response is read before it goes out, compressed or not, and what passes is unchanged', async () => {
    await using waf = await open();
    expect(await raw(waf.port, `GET /leak HTTP/1.1\r\n${CLOSE}\r\n`)).toMatch(/^HTTP\/1\.1 502/);
    expect(await raw(waf.port, `GET /gzip HTTP/1.1\r\n${CLOSE}\r\n`)).toMatch(/^HTTP\/1\.1 502/);
    await using lenient = await open({ mode: 'detect' });
    const answer = await raw(lenient.port, `GET /gzip HTTP/1.1\r\n${CLOSE}\r\n`);
    expect(answer).toContain('content-encoding: gzip');
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(gzipSync('a secret-leak inside').toString('latin1'));
  });

  test('bodies past the inspection limit stream through whole', async () => {
    await using waf = await open();
    const body = 'y'.repeat(1_000_000);
    const up = await raw(
      waf.port,
      `POST / HTTP/1.1\r\n${CLOSE}Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(up).toContain('hello 1000000');
    const down = await raw(waf.port, `GET /large HTTP/1.0\r\nHost: a\r\n\r\n`);
    expect(down.length - down.indexOf('\r\n\r\n') - 4).toBe(2_000_000);
  });
});

describe('the wire', () => {
  test('requests of one connection are answered in order', async () => {
    await using waf = await open();
    const one = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = await raw(
      waf.port,
      `${one}GET /?q=attack HTTP/1.1\r\nHost: a\r\n\r\n${one.replace('Host', 'Connection: close\r\nHost')}`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403', 'HTTP/1.1 200']);
  });

  test('a chunked body is read and judged', async () => {
    await using waf = await open();
    const head = `POST / HTTP/1.1\r\n${CLOSE}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(await raw(waf.port, `${head}4;ext=1\r\nq=at\r\n4\r\ntack\r\n0\r\nTrailer: x\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 403/,
    );
    expect(await raw(waf.port, `${head}3\r\nq=b\r\n0\r\n\r\n`)).toContain('hello 3');
  });

  test.each([
    [
      'both lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!', 400],
    ['a signed length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello', 400],
    ['an unknown coding', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n', 400],
    ['a coding below chunked', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', 501],
    ['a coding in HTTP/1.0', 'POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a broken chunk', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX0\r\n\r\n', 400],
    [
      'a chunk size with a sign',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n',
      400,
    ],
    ['a folded line', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', 400],
    ['space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
    ['a bare line feed', 'GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['a version to come', 'GET / HTTP/3.0\r\nHost: a\r\n\r\n', 505],
    ['no request line', '\x16\x03\x01\x00\r\n\r\n', 400],
    ['a head without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(70_000)}`, 431],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 501],
  ])('%s is refused', async (_name, request, status) => {
    await using waf = await open();
    const before = seen.length;
    expect(await raw(waf.port, request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(seen.length).toBe(before);
  });

  test('a WebSocket passes both ways once its handshake was judged', async () => {
    await using waf = await open();
    const shake = 'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nping-pong';
    expect(await raw(waf.port, shake, 'ping-pong')).toMatch(/^HTTP\/1\.1 101 [\s\S]*\r\n\r\nping-pong$/);
    expect(await raw(waf.port, shake.replace('/chat', '/chat?q=attack').replace('ping-pong', ''), '</html>')).toMatch(
      /^HTTP\/1\.1 403/,
    );
  });

  test('X-Forwarded-For is believed from listed hops only', async () => {
    const list = path.join(folder, 'blocked.ndjson');
    await writeFile(
      list,
      '{"address":"198.51.100.0/24"}\n{"address":"203.0.113.5","expires":"2020-01-01T00:00:00Z"}\n',
    );
    const from = (address: string): string => `GET / HTTP/1.1\r\n${CLOSE}X-Forwarded-For: ${address}\r\n\r\n`;
    await using trusting = await open({ blockList: list, trustedProxies: ['127.0.0.0/8'] });
    expect(await raw(trusting.port, from('198.51.100.7'))).toMatch(/^HTTP\/1\.1 403/);
    expect(await raw(trusting.port, from('198.51.100.7, 203.0.113.5'))).toMatch(/^HTTP\/1\.1 200/);
    expect(seen.at(-1)?.headers['x-forwarded-for']).toBe('198.51.100.7, 203.0.113.5, 127.0.0.1');
    await using suspicious = await open({ blockList: list });
    expect(await raw(suspicious.port, from('198.51.100.7'))).toMatch(/^HTTP\/1\.1 200/);
    expect(seen.at(-1)?.headers['x-forwarded-for']).toBe('127.0.0.1');
  });
});

describe('running', () => {
  test('an upstream that is away is answered with 502, and the next request is tried again', async () => {
    await using waf = await open({ upstream: 'http://127.0.0.1:9' });
    expect(await raw(waf.port, `GET / HTTP/1.1\r\n${CLOSE}\r\n`)).toMatch(/^HTTP\/1\.1 502 Bad Gateway/);
    expect(await raw(waf.port, `GET /?q=attack HTTP/1.1\r\n${CLOSE}\r\n`)).toMatch(/^HTTP\/1\.1 403/);
  });

  test('new rules take effect without a break; bad ones leave the old in force and say why', async () => {
    const file = path.join(folder, 'changing.conf');
    await writeFile(file, 'SecRuleEngine On\n');
    await using waf = await open({ rules: [file] });
    const ask = () => raw(waf.port, `GET /?new=1 HTTP/1.1\r\n${CLOSE}\r\n`);
    expect(await ask()).toMatch(/^HTTP\/1\.1 200/);
    await writeFile(file, 'SecRuleEngine On\nSecRule ARGS:new "@streq 1" "id:9,phase:2,deny"\n');
    expect(await waf.reload()).toBe(true);
    expect(await ask()).toMatch(/^HTTP\/1\.1 403/);
    await writeFile(file, 'SecRuleEngine On\nSecRule ARGS "@rx (" "id:9,phase:2,deny"\n');
    expect(await waf.reload()).toBe(false);
    expect(logged.join('\n')).toMatch(/changing\.conf:2: .*/);
    expect(await ask()).toMatch(/^HTTP\/1\.1 403/);
  });

  test('rules that cannot be loaded keep it from starting, with file and line', async () => {
    const file = path.join(folder, 'bad.conf');
    await writeFile(file, 'SecRuleEngine On\nSecNoSuchThing On\n');
    await expect(open({ rules: [file] })).rejects.toMatchObject({
      code: 'rules_invalid',
      where: expect.stringContaining('bad.conf:2'),
    });
    await expect(open({ upstream: 'ftp://x' })).rejects.toMatchObject({ code: 'upstream_invalid' });
  });

  test('a drain lets requests under way end', async () => {
    const waf = await open();
    const answer = raw(waf.port, `GET /large HTTP/1.1\r\n${CLOSE}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await waf.close();
    expect((await answer).length).toBeGreaterThan(2_000_000);
  });

  test('a drain does not wait for connections that are only kept open', async () => {
    const waf = await open();
    const answer = raw(waf.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    while (seen.at(-1)?.url !== '/') await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await waf.close();
    expect(await answer).toContain('hello 0');
  });

  test('metrics count what happened', async () => {
    await using waf = await open({ metrics: { host: '127.0.0.1', port: 0 } });
    await raw(waf.port, `GET /?q=attack HTTP/1.1\r\n${CLOSE}\r\n`);
    await raw(waf.port, `GET / HTTP/1.1\r\n${CLOSE}X-Watch: yes\r\n\r\n`);
    const text = await (await fetch(`http://127.0.0.1:${waf.metricsPort}/metrics`)).text();
    expect(text).toContain('haechi_waf_requests_total 2');
    expect(text).toContain('haechi_waf_blocked_total 1');
    expect(text).toContain('haechi_waf_detected_total 2');
    expect(text).toContain('haechi_waf_inspection_seconds_count 2');
    expect((await fetch(`http://127.0.0.1:${waf.metricsPort}/health`)).status).toBe(200);
  });
});
