import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LARGE_BYTES } from './site.ts';
import type { Target } from './wire.ts';

/** Milliseconds after which every slow sender must be rid of: twice the longest limit of the WAF for one. */
const LIMIT_MS = 180_000;
/** Milliseconds after which one who does not read looks at what is there: all of it, had the connection been held. */
const UNREAD_MS = 130_000;
/** Answers that one connection asks for and does not read: more than the buffers of both ends hold. */
const UNREAD_ANSWERS = 40;

/** Senders that hold a connection as long as they are let: each drips `drip`, one byte a second, after `first`. */
const SLOW: readonly { readonly name: string; readonly tls: boolean; readonly first: Buffer; readonly drip: Buffer }[] =
  [
    { name: 'head', tls: false, first: Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n'), drip: Buffer.from('X') },
    {
      name: 'body',
      tls: false,
      first: Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n'),
      drip: Buffer.from('x'),
    },
    {
      name: 'chunks',
      tls: false,
      first: Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'),
      drip: Buffer.from('1\r\nx\r\n'),
    },
    { name: 'nothing', tls: false, first: Buffer.alloc(0), drip: Buffer.alloc(0) },
    {
      name: 'answer not read',
      tls: false,
      first: Buffer.from(`GET /large HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(UNREAD_ANSWERS)),
      drip: Buffer.alloc(0),
    },
  ];
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
/** POST / https a, its body still to come. */
const HEADERS = Buffer.from('\0\0\x06\x01\x04\0\0\0\x01\x83\x87\x84\x41\x01a', 'latin1');
const SLOW_H2: typeof SLOW = [
  { name: 'handshake', tls: false, first: Buffer.from('\x16\x03\x01', 'latin1'), drip: Buffer.alloc(0) },
  { name: 'preface', tls: true, first: PREFACE, drip: Buffer.alloc(0) },
  {
    name: 'body in frames',
    tls: true,
    first: Buffer.concat([PREFACE, HEADERS]),
    drip: Buffer.from('\0\0\x01\0\0\0\0\0\x01x', 'latin1'),
  },
];

/** Opens the slow senders at once; answers the seconds until each was cut off, and those that never were. */
export async function slowSenders({ port, tls }: Target): Promise<{ seconds: Map<string, number>; held: string[] }> {
  const seconds = new Map<string, number>();
  const held: string[] = [];
  await Promise.all(
    (tls ? SLOW_H2 : SLOW).map(async ({ name, tls: encrypted, first, drip }) => {
      const started = performance.now();
      const socket: Socket = encrypted
        ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] })
        : connectPlain({ port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      let bytes = 0;
      socket.on('data', (piece: Buffer) => void (bytes += piece.length));
      const reads = name !== 'answer not read';
      if (!reads) {
        // A socket that nobody reads does not say that it was closed.
        socket.pause();
        setTimeout(() => socket.resume(), UNREAD_MS);
      }
      socket.write(first);
      const dripping = setInterval(() => drip.length > 0 && socket.writable && socket.write(drip), 1_000);
      const cut = await new Promise<boolean>((resolve) => {
        const limit = setTimeout(() => resolve(false), LIMIT_MS);
        socket.once('close', () => {
          clearTimeout(limit);
          resolve(true);
        });
      });
      clearInterval(dripping);
      socket.destroy();
      if (cut && (reads || bytes < UNREAD_ANSWERS * LARGE_BYTES))
        seconds.set(name, Math.round((performance.now() - started) / 1_000));
      else held.push(name);
    }),
  );
  return { seconds, held };
}
