import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { SyslogLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { decodeText } from '../text.ts';
import { addressOf } from './address.ts';
import { Batcher } from './batcher.ts';
import { withoutLineEnd } from './framing.ts';
import type { SyslogListener, SyslogPort } from './listeners.ts';

/** Receive buffer asked of the system, bytes: a burst must survive until the event loop comes round. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 ** 2;

/** Receives syslog over UDP (RFC 5426): one message a datagram. */
export async function listenDatagrams(
  deps: IngestDeps,
  listener: SyslogListener,
  limits: SyslogLimits,
): Promise<SyslogPort> {
  const socket = createSocket({ type: isIPv6(listener.host) ? 'udp6' : 'udp4' });
  const stop = new AbortController();
  const senders = new Map<string, Batcher>();
  let waitingBytes = 0;

  const batcherOf = (address: string): Batcher => {
    let batcher = senders.get(address);
    if (batcher === undefined) {
      if (senders.size >= limits.datagramSenders) void flushAll();
      const origin = { tenant: listener.tenant, source: `syslog:${address}`, timeZone: listener.timeZone };
      batcher = new Batcher(deps, limits, origin, 'drop', stop.signal);
      senders.set(address, batcher);
    }
    return batcher;
  };
  const flushAll = async (): Promise<void> => {
    const all = [...senders.values()];
    const bytes = waitingBytes;
    senders.clear();
    await Promise.all(all.map((batcher) => batcher.flush()));
    waitingBytes -= bytes;
  };
  const timer = setInterval(() => void flushAll(), limits.batchMs);

  socket.on('message', (datagram, { address }) => {
    const sender = addressOf(address);
    if (datagram.length > limits.messageBytes) deps.counters.totals.cut++;
    const message = withoutLineEnd(datagram.subarray(0, limits.messageBytes));
    if (message.length === 0) return;
    if (waitingBytes + message.length > limits.datagramBytes) {
      deps.counters.add(listener.tenant, `syslog:${sender}`, { rejected: 1 });
      return;
    }
    waitingBytes += message.length;
    void batcherOf(sender).add(decodeText(message));
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

async function bind(socket: Socket, { host, port }: SyslogListener): Promise<void> {
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
