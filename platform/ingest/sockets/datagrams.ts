import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { type Item, weightOf } from '../item.ts';
import type { SocketLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { addressOf } from './address.ts';
import { Batcher } from './batcher.ts';
import type { Listener, OpenPort, SocketProtocol } from './listener.ts';

/** Receive buffer asked of the system, bytes: a burst must survive until the event loop comes round. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 ** 2;

/** Receives a protocol over UDP. */
export async function listenDatagrams(
  deps: IngestDeps,
  protocol: SocketProtocol,
  listener: Listener,
  limits: SocketLimits,
): Promise<OpenPort> {
  const socket = createSocket({ type: isIPv6(listener.host) ? 'udp6' : 'udp4' });
  const stop = new AbortController();
  const senders = new Map<string, Batcher>();
  const reader = protocol.datagrams();
  const held = { bytes: 0 };
  /** Of all that is not durable, and of that what no flush has taken yet. */
  let waitingBytes = 0;
  let gatheredBytes = 0;

  const sourceOf = (address: string): string => `${protocol.name}:${address}`;
  const batcherOf = (address: string): Batcher => {
    let batcher = senders.get(address);
    if (batcher === undefined) {
      if (senders.size >= limits.datagramSenders) void flushAll();
      const origin = { tenant: listener.tenant, source: sourceOf(address), timeZone: listener.timeZone };
      batcher = new Batcher(deps, limits, origin, 'drop', stop.signal, held);
      senders.set(address, batcher);
    }
    return batcher;
  };
  const flushAll = async (): Promise<void> => {
    const all = [...senders.values()];
    // Others may be flushing at the same time: each gives back what it took itself.
    const bytes = gatheredBytes;
    gatheredBytes = 0;
    senders.clear();
    await Promise.all(all.map((batcher) => batcher.flush()));
    waitingBytes -= bytes;
  };
  const take = (sender: string, item: Item): void => {
    const bytes = weightOf(item);
    if (waitingBytes + bytes > limits.datagramBytes) {
      deps.counters.add(listener.tenant, sourceOf(sender), { rejected: 1 });
      return;
    }
    const batcher = batcherOf(sender);
    waitingBytes += bytes;
    gatheredBytes += bytes;
    void batcher.add(item);
  };
  const takeOverdue = (): void => {
    for (const { sender, item } of reader.overdue?.() ?? []) take(sender, item);
  };
  const timer = setInterval(() => {
    takeOverdue();
    void flushAll();
  }, limits.batchMs);

  socket.on('message', (datagram, { address }) => {
    const sender = addressOf(address);
    const { items, cut } = reader.read(datagram, sender);
    deps.counters.totals.cut += cut;
    for (const item of items) take(sender, item);
  });
  await bind(socket, listener);
  return {
    port: socket.address().port,
    async close() {
      clearInterval(timer);
      socket.close();
      await once(socket, 'close');
      stop.abort();
      await flushAll();
    },
  };
}

async function bind(socket: Socket, { host, port }: Listener): Promise<void> {
  socket.bind({ address: host, port, exclusive: true });
  await once(socket, 'listening');
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Some systems allow no more than their default.
  }
  socket.on('error', () => {
    // A send error that the system reports late concerns no receiver.
  });
}
