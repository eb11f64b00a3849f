import { once } from 'node:events';
import { createServer } from 'node:http';
import { backendResponse } from '@haechi/seclang/ftw';

/** The backend of the test suite behind the WAF, on a free port of 127.0.0.1. */
export async function startBackend(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { status, headers, body } = backendResponse(request.url ?? '/', Buffer.concat(pieces));
    try {
      response.writeHead(status, headers.flat());
    } catch {
      // A test asks for a field that no server may send: it gets the rest.
      response.writeHead(status);
    }
    response.end(body);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
