import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BadInput, mustStillTake, type Target } from './case.ts';

const CONNECTIONS = 10_000;

/** What is wrong with how somebody connects, not with what he sends. */
export const BAD_CONNECTIONS: readonly BadInput[] = [
  {
    name: '10,000 connections, half to HTTP and half to syslog',
    async run(target) {
      const sockets = await openMany(target, CONNECTIONS);
      const open = sockets.filter((socket) => !socket.destroyed).length;
      await mustStillTake(target, 'amongtenthousand');
      for (const socket of sockets) socket.destroy();
      return `${sockets.length} opened, ${open} were kept, a good sender was served meanwhile`;
    },
  },
  {
    name: '200 slow-loris senders (a byte of a header each 100 ms)',
    async run(target) {
      const port = Number(new URL(target.server.origin).port);
      const sockets = await Promise.all(Array.from({ length: 200 }, () => open(port)));
      for (const socket of sockets) socket.write('POST /services/collector HTTP/1.1\r\nHost: a\r\nX-Slow: ');
      for (let round = 0; round < 20; round++) {
        for (const socket of sockets) if (socket.writable) socket.write('a');
        await sleep(100);
      }
      await mustStillTake(target, 'besideslowloris');
      for (const socket of sockets) socket.destroy();
      return 'a good sender was served meanwhile';
    },
  },
  {
    name: 'a syslog sender that never ends its line (20 MB)',
    async run(target) {
      const socket = await open(target.syslogPort);
      const block = Buffer.alloc(1024 ** 2, 0x61);
      for (let sent = 0; sent < 20 && socket.writable; sent++) {
        if (!socket.write(block)) await Promise.race([once(socket, 'drain'), sleep(5_000)]);
      }
      await mustStillTake(target, 'besideendlessline');
      socket.destroy();
      return 'taken up to the limit of a message; a good sender was served meanwhile';
    },
  },
];

async function openMany({ server, syslogPort }: Target, count: number): Promise<Socket[]> {
  const http = Number(new URL(server.origin).port);
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const opened = await Promise.allSettled(
      Array.from({ length: 250 }, (_, index) => open(index % 2 === 0 ? http : syslogPort)),
    );
    const ready = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    if (ready.length === 0) throw new Error(`no connection was taken after ${sockets.length}`);
    sockets.push(...ready);
  }
  return sockets;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect', { signal: AbortSignal.timeout(10_000) });
  // The server may close what is over its limit; that is an answer, not a fault of the test.
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  socket.resume();
  return socket;
}
