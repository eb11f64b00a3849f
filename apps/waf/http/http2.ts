import {
  constants,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { ClientRequest, ClientResponse } from '../exchange.ts';
import { WAF_LIMITS } from '../limits.ts';
import { drained } from './drained.ts';
import type { Field } from './head.ts';
import { endToEnd } from './hop-by-hop.ts';
import { type ConnectionHost, plainAddress } from './http1.ts';
import { Pace } from './pace.ts';

/** Takes HTTP/2 connections. */
export interface Http2Connections {
  accept(socket: Socket): void;
  /** Says on every connection that no further stream is taken (GOAWAY); each ends with its last one. */
  drain(): void;
}

/** Four more than the fields of HTTP/1: method, scheme, authority and path are among them. */
const MOST_FIELDS = WAF_LIMITS.headers + 4;

/** Serves the streams of HTTP/2 connections (RFC 9113) as requests of their own. */
export function http2Connections(host: ConnectionHost): Http2Connections {
  const sessions = new Set<ServerHttp2Session>();
  let isDraining = false;
  const options: ServerOptions = {
    maxHeaderListPairs: MOST_FIELDS,
    // Sites send some fields twice that are to be sent once: over HTTP/1 they go through as well.
    strictSingleValueFields: false,
    settings: { maxConcurrentStreams: WAF_LIMITS.streams, maxHeaderListSize: WAF_LIMITS.headBytes, enablePush: false },
  };
  const server: Http2Server = createServer(options);
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => session.destroy());
    session.on('close', () => sessions.delete(session));
    endWhenIdle(session);
    // Its handshake was under way when the others were told.
    if (isDraining) session.close();
  });
  server.on('stream', (given, headers, _flags, raw) => {
    const stream = given as ServerHttp2Stream;
    stream.on('error', () => stream.destroy());
    stream.setTimeout(WAF_LIMITS.bodyIdleMs + WAF_LIMITS.upstreamMs, () => stream.destroy(new Error('idle')));
    const request = requestOf(stream, headers, raw as unknown as readonly string[]);
    host.serve(request, new Http2Response(stream)).catch((error: Error) => stream.destroy(error));
  });
  return {
    accept: (socket) => void server.emit('connection', socket),
    drain() {
      isDraining = true;
      for (const session of sessions) session.close();
    },
  };
}

/** Ends a connection that had no stream for a time: pings and settings do not keep it. */
function endWhenIdle(session: ServerHttp2Session): void {
  const streams = new Set<ServerHttp2Stream>();
  let timer = setTimeout(end, WAF_LIMITS.keepAliveMs);
  function end(): void {
    session.close();
    // Who has not read the GOAWAY by then never will.
    timer = setTimeout(() => session.destroy(), WAF_LIMITS.lingerMs);
  }
  session.on('stream', (given) => {
    const stream = given as ServerHttp2Stream;
    streams.add(stream);
    clearTimeout(timer);
    stream.once('close', () => {
      streams.delete(stream);
      if (streams.size === 0 && !session.destroyed) timer = setTimeout(end, WAF_LIMITS.keepAliveMs);
    });
  });
  session.once('goaway', () => endAfterGoodbye(session, streams));
  session.once('close', () => clearTimeout(timer));
}

/**
 * After the client's own GOAWAY no end of its side is noticed: streams from which nothing comes of it, neither bytes to the
 * client nor from the site behind, hold the connection no longer than two periods of `goodbyeMs`.
 */
function endAfterGoodbye(session: ServerHttp2Session, streams: ReadonlySet<ServerHttp2Stream>): void {
  let before = session.socket.bytesWritten;
  const looking = setInterval(() => {
    const { bytesWritten } = session.socket;
    if (bytesWritten === before && ![...streams].some(isAnsweredLater)) session.destroy();
    before = bytesWritten;
  }, WAF_LIMITS.goodbyeMs);
  session.once('close', () => clearInterval(looking));
}

/** Whether a request is here as a whole and the site behind has not begun to answer it. */
function isAnsweredLater({ headersSent, state }: ServerHttp2Stream): boolean {
  return !headersSent && state.state === constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE;
}

function requestOf(
  stream: ServerHttp2Stream,
  pseudo: {
    readonly ':method'?: string | undefined;
    readonly ':path'?: string | undefined;
    readonly ':authority'?: string | undefined;
  },
  raw: readonly string[],
): ClientRequest {
  const headers: Field[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!name.startsWith(':')) headers.push([name, raw[index + 1] ?? '']);
  }
  const authority = pseudo[':authority'];
  if (authority !== undefined && !headers.some(([name]) => name === 'host')) headers.unshift(['host', authority]);
  const socket = stream.session?.socket;
  const length = headers.find(([name]) => name === 'content-length')?.[1];
  return {
    method: pseudo[':method'] ?? 'GET',
    target: pseudo[':path'] ?? '/',
    protocol: 'HTTP/2.0',
    headers,
    encrypted: true,
    peer: { address: plainAddress(socket?.remoteAddress), port: socket?.remotePort ?? 0 },
    local: { address: plainAddress(socket?.localAddress), port: socket?.localPort ?? 0 },
    bodyBytes: stream.endAfterHeaders ? 0 : length === undefined ? undefined : Number(length),
    body: () => paced(stream),
  };
}

/** Trailer fields are dropped, as with HTTP/1: nothing was inspected of them. */
async function* paced(stream: ServerHttp2Stream): AsyncGenerator<Buffer> {
  const pace = new Pace();
  for await (const piece of stream as AsyncIterable<Buffer>) {
    pace.count(piece.length);
    yield piece;
  }
}

/** Fields that HTTP/2 has no place for (RFC 9113, section 8.2.2). */
const NOT_IN_HTTP2: ReadonlySet<string> = new Set(['host', 'connection', 'http2-settings']);

class Http2Response implements ClientResponse {
  readonly #stream: ServerHttp2Stream;

  constructor(stream: ServerHttp2Stream) {
    this.#stream = stream;
  }

  head(status: number, _reason: string, headers: readonly Field[]): void {
    if (this.#stream.destroyed || this.#stream.headersSent) return;
    const fields: Record<string, string | string[]> = Object.create(null);
    for (const [name, value] of endToEnd(headers)) {
      const key = name.toLowerCase();
      if (NOT_IN_HTTP2.has(key)) continue;
      const known = fields[key];
      fields[key] = known === undefined ? value : [known, value].flat();
    }
    this.#stream.respond({ ...fields, ':status': status });
  }

  async write(piece: Buffer): Promise<void> {
    if (this.#stream.destroyed || this.#stream.writableEnded) return;
    if (!this.#stream.write(piece)) await drained(this.#stream);
  }

  async end(): Promise<void> {
    if (!this.#stream.destroyed) this.#stream.end();
  }

  /** The other streams of the connection are other requests. */
  last(): void {}

  abort(): void {
    // Without an error the stream would end as if it were whole.
    this.#stream.destroy(new Error('the answer broke off'));
  }

  onGone(then: () => void): () => void {
    if (this.#stream.destroyed) then();
    else this.#stream.once('close', then);
    return () => void this.#stream.off('close', then);
  }
}
