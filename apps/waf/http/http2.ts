import { constants, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { ClientRequest, ClientResponse } from '../exchange.ts';
import { WAF_LIMITS } from '../limits.ts';
import type { Field } from './head.ts';
import { endToEnd } from './hop-by-hop.ts';
import { type ConnectionHost, plainAddress } from './http1.ts';

/** Serves the streams of HTTP/2 connections (RFC 9113) as requests of their own. */
export function serveHttp2(server: Http2Server, host: ConnectionHost): void {
  server.on('session', (session) => {
    session.setTimeout(WAF_LIMITS.keepAliveMs, () => session.close());
    session.on('error', () => session.destroy());
  });
  server.on('stream', (given, headers, _flags, raw) => {
    const stream = given as ServerHttp2Stream;
    stream.on('error', () => stream.destroy());
    stream.setTimeout(WAF_LIMITS.bodyIdleMs + WAF_LIMITS.upstreamMs, () => stream.close(constants.NGHTTP2_CANCEL));
    const request = requestOf(stream, headers, raw as unknown as readonly string[]);
    host.serve(request, new Http2Response(stream)).catch(() => stream.destroy());
  });
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
    body: () => stream as AsyncIterable<Buffer>,
  };
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
    if (this.#stream.write(piece)) return;
    await new Promise<void>((resolve) => {
      this.#stream.once('drain', resolve);
      this.#stream.once('close', resolve);
    });
  }

  async end(): Promise<void> {
    if (!this.#stream.destroyed) this.#stream.end();
  }

  /** The other streams of the connection are other requests. */
  last(): void {}

  abort(): void {
    this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }
}
