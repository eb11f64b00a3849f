import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Attempt } from './requests.ts';

/** Milliseconds that a server may take to answer or to close once the sender has ended its side. */
const LIMIT_MS = 20_000;
/** Milliseconds of silence after which a sender takes it that no answer will come before it ends its side. */
const SILENCE_MS = 300;

/** Where attempts go to. */
export interface Target {
  readonly port: number;
  readonly tls: boolean;
}

/** What came of an attempt: an HTTP/1 status, or how the connection went. `hung` is the one that must not be. */
export type Outcome = `${number}` | 'frames' | 'closed without a word' | 'left' | 'hung' | 'not HTTP';

/** Sends the attempt over a connection of its own and waits until the server has closed that. */
export function send({ port, tls }: Target, { pieces, after }: Attempt, index: number): Promise<Outcome> {
  return new Promise((resolve) => {
    // Sources of many addresses: one address has no more than 28,000 ports, and each rests a minute after use.
    const where = {
      host: '127.0.0.1',
      port,
      localAddress: `127.0.${1 + (Math.floor(index / 200) % 200)}.${1 + (index % 200)}`,
    };
    const socket: Socket = tls
      ? connectTls({ ...where, rejectUnauthorized: false, ALPNProtocols: ['h2'] })
      : connectPlain(where);
    let answer = '';
    let bytes = 0;
    const limit = setTimeout(() => over('hung'), LIMIT_MS);
    const over = (outcome: Outcome): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(outcome);
    };
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (answer.length < 20) answer += piece.toString('latin1');
      socket.setTimeout(SILENCE_MS);
    });
    socket.on('timeout', () => socket.end());
    socket.on('close', () => over(tls ? (bytes > 0 ? 'frames' : 'closed without a word') : statusOf(answer)));
    socket.once(tls ? 'secureConnect' : 'connect', async () => {
      socket.setTimeout(SILENCE_MS);
      for (const [at, piece] of pieces.entries()) {
        if (socket.destroyed) return;
        socket.write(piece);
        if (at + 1 < pieces.length) await new Promise((next) => setImmediate(next));
      }
      if (after === 'end') socket.end();
      if (after === 'destroy') over('left');
    });
  });
}

function statusOf(answer: string): Outcome {
  if (answer === '') return 'closed without a word';
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
  return status === undefined ? 'not HTTP' : (status as Outcome);
}
