import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SocketLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { addressOf } from './address.ts';
import { Batcher, type Held } from './batcher.ts';
import { FairRoom } from './fair-room.ts';
import type { Listener, OpenPort, SocketProtocol } from './listener.ts';

/** Receives a protocol over TCP, or over TLS where the listener has a certificate. */
export async function listenStreams(
  deps: IngestDeps,
  protocol: SocketProtocol,
  listener: Listener,
  limits: SocketLimits,
): Promise<OpenPort> {
  const stop = new AbortController();
  const held: StreamsHeld = { whole: { bytes: 0 }, begun: { bytes: 0 } };
  const open = new Map<Socket, Promise<void>>();
  const onConnection = (socket: Socket): void => {
    const done = receive(socket, deps, protocol, listener, limits, held, stop.signal).finally(() =>
      open.delete(socket),
    );
    open.set(socket, done);
  };
  const { tls } = listener;
  const server: Server =
    tls === undefined
      ? createServer(onConnection)
      : createTlsServer(
          { ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
          onConnection,
        );
  const room = new FairRoom<Socket>(limits.connections);
  // Also what has not come through the handshake of TLS has a place.
  server.on('connection', (socket: Socket) => {
    const host = addressOf(socket.remoteAddress);
    socket.once('close', () => room.leave(socket, host));
    room.enter(socket, host)?.destroy();
  });
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

/** What all streams of a listener hold: of records that are not durable, and of messages that are not at their end. */
interface StreamsHeld {
  readonly whole: Held;
  readonly begun: Held;
}

/** Reads one connection to its end. The sender is read no faster than its records become durable. */
async function receive(
  socket: Socket,
  deps: IngestDeps,
  protocol: SocketProtocol,
  { tenant, timeZone }: Listener,
  limits: SocketLimits,
  { whole, begun }: StreamsHeld,
  stop: AbortSignal,
): Promise<void> {
  const source = `${protocol.name}:${addressOf(socket.remoteAddress)}`;
  const batcher = new Batcher(deps, limits, { tenant, source, timeZone }, 'hold', stop, whole);
  const reader = protocol.stream();
  let mine = 0;
  socket.setTimeout(limits.idleMs, () => socket.destroy());
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      const { items, cut, broken } = reader.push(chunk);
      deps.counters.totals.cut += cut;
      for (const item of items) {
        const written = batcher.add(item);
        if (written !== undefined) await written;
      }
      if (broken === true) break;
      // Many connections at once must not hold what one may.
      if (whole.bytes > limits.streamBytes) await batcher.flush();
      begun.bytes += reader.held() - mine;
      mine = reader.held();
      if (begun.bytes > limits.streamBytes) break;
    }
  } catch {
    // A reset by the peer ends the connection; what came whole before it is kept.
  }
  begun.bytes -= mine;
  const last = reader.end();
  if (last !== undefined) await batcher.add(last);
  socket.destroy();
  await batcher.flush();
}
