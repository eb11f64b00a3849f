import type { Socket } from 'node:net';
import type { ClientRequest, ClientResponse } from '../exchange.ts';
import { WAF_LIMITS } from '../limits.ts';
import { drained } from './drained.ts';
import { type Framing, framingOf } from './framing.ts';
import { type Field, type HeadRefusal, parseHead, type RequestHead, tokensOf } from './head.ts';
import { endToEnd } from './hop-by-hop.ts';
import { requestBody } from './request-body.ts';
import { ReadFault, SocketReader } from './socket-reader.ts';

/** Takes one request and answers it. */
export type Serve = (request: ClientRequest, response: ClientResponse) => Promise<void>;

/** What a connection asks of its server. */
export interface ConnectionHost {
  readonly serve: Serve;
  /** Whether no further request is to be taken on the connection. */
  readonly draining: () => boolean;
  /** Connections between two requests: a drain ends them. */
  readonly idle: Set<Socket>;
  /** Told of what was refused before it became a request. */
  readonly onRefused: (refusal: { readonly status: number; readonly reason: string }) => void;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/** Serves the requests of one HTTP/1 connection in order, until either side ends it. */
export async function serveHttp1(socket: Socket, encrypted: boolean, host: ConnectionHost): Promise<void> {
  socket.setNoDelay(true);
  const reader = new SocketReader(socket);
  try {
    for (let count = 1; count <= WAF_LIMITS.requestsPerConnection && !host.draining(); count++) {
      host.idle.add(socket);
      const more = await reader.ready(WAF_LIMITS.keepAliveMs);
      host.idle.delete(socket);
      if (!more) break;
      const last = count === WAF_LIMITS.requestsPerConnection;
      const outcome = await serveOne(socket, reader, encrypted, last, host);
      if (outcome === 'taken over') return;
      if (outcome === 'close') break;
    }
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
  } finally {
    host.idle.delete(socket);
  }
  linger(socket);
}

/** Ends a connection so that the last answer arrives: closing over unread bytes would make the kernel take it back. */
function linger(socket: Socket): void {
  if (socket.destroyed || socket.writableEnded) return;
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > WAF_LIMITS.lingerBytes) socket.destroy();
  });
  socket.setTimeout(WAF_LIMITS.sendIdleMs, () => socket.destroy());
  socket.resume();
  socket.end(() => socket.setTimeout(WAF_LIMITS.lingerMs));
}

async function serveOne(
  socket: Socket,
  reader: SocketReader,
  encrypted: boolean,
  last: boolean,
  host: ConnectionHost,
): Promise<'again' | 'close' | 'taken over'> {
  const head = await readHead(reader);
  if ('status' in head) {
    host.onRefused(head);
    const body = `${head.reason}\n`;
    socket.write(
      `HTTP/1.1 ${head.status} Bad Request\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    return 'close';
  }
  const framing = framingOf(head.headers, head.protocol);
  const body = new BodySource(socket, reader, head, framing);
  const connection = tokensOf(head.headers, 'connection');
  const persistent =
    !last &&
    framing.kind !== 'refused' &&
    (head.protocol === 'HTTP/1.0' ? connection.includes('keep-alive') : !connection.includes('close'));
  const response = new Http1Response(socket, reader, head, () => persistent && body.finished && !host.draining());
  await host.serve(requestOf(socket, head, framing, encrypted, body), response);
  if (response.takenOver) return 'taken over';
  return response.reusable ? 'again' : 'close';
}

async function readHead(reader: SocketReader): Promise<RequestHead | HeadRefusal> {
  try {
    let bytes = await reader.until(HEAD_END, WAF_LIMITS.headBytes, performance.now() + WAF_LIMITS.headMs);
    // An empty line before the request is passed over (RFC 9112, section 2.2).
    while (bytes.length > 1 && bytes[0] === 13 && bytes[1] === 10) bytes = bytes.subarray(2);
    return parseHead(bytes);
  } catch (error) {
    if (error instanceof ReadFault && error.kind === 'too_long')
      return { status: 431, reason: 'request head too long' };
    throw error;
  }
}

function requestOf(
  socket: Socket,
  { method, target, protocol, headers }: RequestHead,
  framing: Framing,
  encrypted: boolean,
  body: BodySource,
): ClientRequest {
  const fault = framing.kind === 'refused' ? { status: framing.status, reason: framing.reason } : undefined;
  return {
    method,
    target,
    protocol,
    headers,
    encrypted,
    peer: { address: plainAddress(socket.remoteAddress), port: socket.remotePort ?? 0 },
    local: { address: plainAddress(socket.localAddress), port: socket.localPort ?? 0 },
    bodyBytes: framing.kind === 'length' ? framing.bytes : framing.kind === 'chunked' ? undefined : 0,
    body: () => body.read(),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** `::ffff:10.0.0.1`, as a socket of both families names it, is 10.0.0.1. */
export function plainAddress(address = ''): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}

class BodySource {
  readonly #socket: Socket;
  readonly #reader: SocketReader;
  readonly #framing: Framing;
  readonly #waits: boolean;
  finished: boolean;

  constructor(socket: Socket, reader: SocketReader, head: RequestHead, framing: Framing) {
    this.#socket = socket;
    this.#reader = reader;
    this.#framing = framing;
    this.finished = framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0);
    this.#waits = !this.finished && tokensOf(head.headers, 'expect').includes('100-continue');
  }

  async *read(): AsyncGenerator<Buffer> {
    if (this.finished) return;
    if (this.#waits && !this.#reader.pending) this.#socket.write(CONTINUE);
    yield* requestBody(this.#reader, this.#framing);
    this.finished = true;
  }
}

/** Statuses whose responses have no body (RFC 9110, section 6.4.1). */
const NO_BODY: ReadonlySet<number> = new Set([204, 304]);

class Http1Response implements ClientResponse {
  readonly #socket: Socket;
  readonly #reader: SocketReader;
  readonly #head: RequestHead;
  readonly #persistent: () => boolean;
  #chunked = false;
  #bodiless = false;
  #last = false;
  reusable = false;
  takenOver = false;

  constructor(socket: Socket, reader: SocketReader, head: RequestHead, persistent: () => boolean) {
    this.#socket = socket;
    this.#reader = reader;
    this.#head = head;
    this.#persistent = persistent;
  }

  head(status: number, reason: string, headers: readonly Field[]): void {
    const fields = status === 101 ? headers : endToEnd(headers);
    this.#bodiless = this.#head.method === 'HEAD' || NO_BODY.has(status) || status < 200;
    const sized = fields.some(([name]) => name.toLowerCase() === 'content-length');
    const modern = this.#head.protocol !== 'HTTP/1.0';
    this.#chunked = !this.#bodiless && !sized && modern;
    this.reusable = !this.#last && this.#persistent() && (this.#bodiless || sized || this.#chunked);
    let text = `HTTP/1.1 ${status} ${reason}\r\n`;
    for (const [name, value] of fields) text += `${name}: ${value}\r\n`;
    if (this.#chunked) text += 'Transfer-Encoding: chunked\r\n';
    if (status !== 101) text += this.reusable ? (modern ? '' : 'Connection: keep-alive\r\n') : 'Connection: close\r\n';
    this.#socket.cork();
    this.#socket.write(`${text}\r\n`, 'latin1');
    process.nextTick(() => this.#socket.uncork());
  }

  async write(piece: Buffer): Promise<void> {
    if (this.#bodiless || piece.length === 0) return;
    if (this.#chunked) this.#socket.write(`${piece.length.toString(16)}\r\n`, 'latin1');
    let ready = this.#socket.write(piece);
    if (this.#chunked) ready = this.#socket.write('\r\n', 'latin1');
    if (ready) return;
    // Bytes that the client's side took count as a sign of life, be they fewer than were written.
    this.#socket.setTimeout(WAF_LIMITS.sendIdleMs, this.#cutOff);
    await drained(this.#socket);
    this.#socket.setTimeout(0, this.#cutOff);
  }

  readonly #cutOff = (): void => void this.#socket.destroy();

  async end(): Promise<void> {
    if (this.#chunked) this.#socket.write('0\r\n\r\n', 'latin1');
  }

  last(): void {
    this.#last = true;
  }

  abort(): void {
    this.reusable = false;
    this.#socket.destroy();
  }

  onGone(then: () => void): () => void {
    if (this.#socket.destroyed) then();
    else this.#socket.once('close', then);
    return () => void this.#socket.off('close', then);
  }

  readonly takeOver = (): { socket: Socket; rest: Buffer } => {
    this.takenOver = true;
    return { socket: this.#socket, rest: this.#reader.release() };
  };
}
