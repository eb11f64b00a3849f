import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SyslogLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { decodeText } from '../text.ts';
import { addressOf } from './address.ts';
import { Batcher } from './batcher.ts';
import { SyslogFramer } from './framing.ts';
import type { SyslogListener, SyslogPort } from './listeners.ts';

/** Receives syslog over TCP (RFC 6587), or TLS where the listener has a certificate (RFC 5425). */
export async function listenStreams(
  deps: IngestDeps,
  listener: SyslogListener,
  limits: SyslogLimits,
): Promise<SyslogPort> {
  const stop = new AbortController();
  const open = new Map<Socket, Promise<void>>();
  const onConnection = (socket: Socket): void => {
    const done = receive(socket, deps, listener, limits, stop.signal).finally(() => open.delete(socket));
    open.set(socket, done);
  };
  const { tls } = listener;
  const server: Server =
    tls === undefined
      ? createServer(onConnection)
      : createTlsServer({ key: tls.key, cert: tls.cert, minVersion: 'TLSv1.2' }, onConnection);
  server.maxConnections = limits.connections;
  server.listen({ host: listener.host, port: listener.port, exclusive: true });
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      server.close();
      stop.abort();
      for (const socket of open.keys()) socket.destroy();
      await Promise.all(open.values());
    },
  };
}

/** Reads one connection to its end. The sender is read no faster than its records become durable. */
async function receive(
  socket: Socket,
  deps: IngestDeps,
  { tenant, timeZone }: SyslogListener,
  limits: SyslogLimits,
  stop: AbortSignal,
): Promise<void> {
  const source = `syslog:${addressOf(socket.remoteAddress)}`;
  const batcher = new Batcher(deps, limits, { tenant, source, timeZone }, 'hold', stop);
  const framer = new SyslogFramer(limits.messageBytes);
  socket.setTimeout(limits.idleMs, () => socket.destroy());
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      const { messages, cut, broken } = framer.push(chunk);
      deps.counters.totals.cut += cut;
      for (const message of messages) {
        const written = batcher.add(decodeText(message));
        if (written !== undefined) await written;
      }
      if (broken) {
        deps.counters.add(tenant, source, { rejected: 1 });
        break;
      }
    }
  } catch {
    // A reset by the peer ends the connection; what came whole before it is kept.
  }
  const last = framer.end();
  if (last !== undefined) await batcher.add(decodeText(last));
  socket.destroy();
  await batcher.flush();
}
