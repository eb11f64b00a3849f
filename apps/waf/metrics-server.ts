import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Listener, listenFault } from './listen.ts';
import { type MetricsSnapshot, metricsText } from './metrics.ts';

/**
 * Serves `GET /metrics` and `GET /health` (503 where it does not serve) on an address of their own.
 *
 * @throws HaechiError `port_in_use`, `port_forbidden`
 */
export async function serveMetrics(
  at: { readonly host: string; readonly port: number },
  snapshot: () => MetricsSnapshot,
  healthy: () => boolean,
): Promise<Listener> {
  const server = createServer((request, response) => {
    if (request.url === '/metrics')
      response.setHeader('content-type', 'text/plain; version=0.0.4').end(metricsText(snapshot()));
    else if (request.url === '/health')
      response.writeHead(healthy() ? 200 : 503).end(healthy() ? 'ok\n' : 'draining\n');
    else response.writeHead(404).end();
  });
  server.listen(at.port, at.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw listenFault(error, at);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
