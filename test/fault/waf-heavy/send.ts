import { connect } from 'node:net';
import type { HeavyCase } from './cases.ts';

/** Seconds after which an answer is not waited for any longer. */
const LIMIT_SECONDS = 120;
const PIECE_BYTES = 262_144;

/** What came of a request: a status, or how its connection went, and seconds from its last byte sent to its answer. */
export interface Heard {
  readonly status: string;
  readonly seconds: number;
}

/** Sends one request over a connection of its own. */
export function sendHeavy(port: number, { target, type, fields, body, chunk }: HeavyCase): Promise<Heard> {
  const lines = [`${body === undefined ? 'GET' : 'POST'} ${target ?? '/'} HTTP/1.1`, 'Host: a', 'Connection: close'];
  lines.push('User-Agent: Mozilla/5.0', 'Accept: */*');
  if (type !== undefined) lines.push(`Content-Type: ${type}`);
  const framed = body === undefined ? Buffer.alloc(0) : chunk === undefined ? body : chunked(body, chunk);
  if (body !== undefined)
    lines.push(chunk === undefined ? `Content-Length: ${body.length}` : 'Transfer-Encoding: chunked');
  const head = Buffer.from(`${lines.join('\r\n')}\r\n${fields ?? ''}\r\n`, 'latin1');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let started = performance.now();
    const over = (status: string): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ status, seconds: (performance.now() - started) / 1_000 });
    };
    const limit = setTimeout(() => over('hung'), LIMIT_SECONDS * 1_000);
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => {
      if (text.length < 20) text += piece.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
      if (status !== undefined) over(status);
    });
    socket.on('close', () => over('closed'));
    void (async () => {
      socket.write(head);
      for (let at = 0; at < framed.length && !socket.destroyed; at += PIECE_BYTES)
        await new Promise<void>((sent) => {
          socket.write(framed.subarray(at, at + PIECE_BYTES), () => sent());
        });
      started = performance.now();
    })();
  });
}

function chunked(body: Buffer, bytes: number): Buffer {
  const line = `${bytes.toString(16)}\r\n`;
  const unit = line.length + bytes + 2;
  const count = Math.floor(body.length / bytes);
  const found = Buffer.alloc(count * unit + 5);
  for (let index = 0; index < count; index++) {
    const at = index * unit;
    found.write(line, at, 'latin1');
    body.copy(found, at + line.length, index * bytes, (index + 1) * bytes);
    found.write('\r\n', at + line.length + bytes, 'latin1');
  }
  found.write('0\r\n\r\n', count * unit, 'latin1');
  return found;
}
