import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Bytes of the body of `/large`. */
export const LARGE_BYTES = 700_000;

/** The server behind the WAF: it takes what it gets and answers in every way that an upstream may, broken ones too. */
export async function openSite(): Promise<{ origin: string } & AsyncDisposable> {
  const coded = gzipSync('ordinary text '.repeat(200));
  let count = 0;
  const server = createServer({ insecureHTTPParser: false }, (request, response) => {
    request.on('error', () => undefined);
    if (request.url?.startsWith('/sound')) {
      request.resume();
      return void request.on('end', () => response.writeHead(200, { 'content-type': 'text/plain' }).end('sound'));
    }
    if (request.url?.startsWith('/large')) return void response.writeHead(200).end(Buffer.alloc(LARGE_BYTES, 'x'));
    if (request.url?.startsWith('/broken')) {
      response.writeHead(200, { 'content-length': '1000' }).write('some');
      return void setImmediate(() => request.socket.destroy());
    }
    count++;
    // Some answers come before the body has been read, and leave it unread.
    if (count % 3 > 0) request.resume();
    switch (count % 11) {
      case 0:
        return void request.socket.destroy();
      case 1:
        return void response
          .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip', 'content-length': coded.length })
          .end(coded);
      case 2:
        return void response.writeHead(204).end();
      case 3:
        return void response.writeHead(304, { etag: '"a"' }).end();
      case 4:
        return void response
          .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
          .end('not gzip');
      case 5:
        response.writeHead(200, [
          ['x-content-type-options', 'nosniff'],
          ['x-content-type-options', 'nosniff'],
          ['set-cookie', 'a=b'],
          ['set-cookie', 'c=d'],
          ['x-latin', 'caf\xe9'],
        ] as never);
        return void response.end('twice');
      case 6:
        response.write('in ');
        response.write('chunks');
        return void response.end();
      default:
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>ordinary</p>');
    }
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
