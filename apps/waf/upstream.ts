import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { HaechiError } from '@haechi/event';
import { buildConnector, Pool } from 'undici';
import type { Field } from './http/head.ts';
import { WAF_LIMITS } from './limits.ts';
import { AnswerHandler } from './upstream-answer.ts';
import { handshake } from './upstream-handshake.ts';

/** The head of an upstream's answer, its body still to be read; or a connection it handed over (`101`). */
export interface UpstreamAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Field[];
  readonly body: AsyncIterable<Buffer>;
  readonly upgraded?: { readonly socket: Duplex; readonly head: Buffer };
  /** Gives up the rest of the body. */
  cancel(): void;
}

/** What is sent to the upstream. */
export interface UpstreamRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Field[];
  /** Pieces that are there already, and those still to come. */
  readonly sent: readonly Buffer[];
  readonly rest?: AsyncIterable<Buffer>;
  /** Asks for another protocol on the connection. */
  readonly upgrade: boolean;
  /** Tells once when nobody waits for the answer any more; answers how to stop listening. */
  readonly onGone: (then: () => void) => () => void;
}

/** The server behind the WAF, over kept connections. */
export interface Upstream {
  /** Its `host:port`, for a request that names no host. */
  readonly host: string;
  /** @throws Error when it cannot be reached or does not answer in time */
  send(request: UpstreamRequest): Promise<UpstreamAnswer>;
  close(): void;
}

/** @throws HaechiError `upstream_invalid` */
export function openUpstream(url: string): Upstream {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/')
    throw new HaechiError('upstream_invalid', {
      what: 'not the address of an upstream',
      where: url,
      remedy: 'write http://host:port or https://host:port, without a path',
    });
  // The name of a connection and of its certificate is the operator's, never the Host that a client sends.
  const servername = parsed.hostname.replace(/^\[|\]$/g, '');
  const open = buildConnector({ timeout: WAF_LIMITS.upstreamMs, allowH2: false });
  const pool = new Pool(parsed.origin, {
    connections: WAF_LIMITS.upstreamConnections,
    pipelining: 1,
    headersTimeout: WAF_LIMITS.upstreamMs,
    bodyTimeout: WAF_LIMITS.upstreamMs,
    connect: (options, opened) => open({ ...options, servername: isIP(servername) ? '' : servername }, opened),
    maxHeaderSize: WAF_LIMITS.headBytes,
  });
  const once = (wanted: UpstreamRequest): Promise<UpstreamAnswer> =>
    new Promise((resolve, reject) => {
      const handler = new AnswerHandler(resolve, reject, wanted.onGone);
      const { method, target: path, headers } = wanted;
      const body = bodyOf(wanted);
      // A name for each request, else undici takes it from Host and reconnects at every other one.
      pool.dispatch({ method, path, headers: framed(headers), body, servername, reset: false } as Dispatch, handler);
    });
  return {
    host: parsed.host,
    async send(wanted) {
      if (wanted.upgrade && wanted.rest === undefined) return handshake(parsed, wanted);
      try {
        return await once(wanted);
      } catch (error) {
        if (!isStale(error) || wanted.rest !== undefined || !SAFE.has(wanted.method)) throw error;
        return once(wanted);
      }
    },
    close: () => void pool.destroy().catch(() => undefined),
  };
}

type Dispatch = Parameters<Pool['dispatch']>[0];

/** Methods that may be sent twice (RFC 9110, section 9.2.2). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** A connection that broke before an answer began: most often a kept one that the upstream closed meanwhile. */
function isStale(error: unknown): boolean {
  const { code, message, socket } = error as { code?: string; message?: string; socket?: { bytesRead?: number } };
  if (code === 'ECONNRESET' || code === 'EPIPE') return true;
  return code === 'UND_ERR_SOCKET' && message === 'other side closed' && (socket?.bytesRead ?? 0) > 0;
}

/** Names and values in turn, without the coding that the client of the pool writes by itself. */
function framed(headers: readonly Field[]): string[] {
  const flat: string[] = [];
  for (const [name, value] of headers) if (name !== 'Transfer-Encoding') flat.push(name, value);
  return flat;
}

function bodyOf({ sent, rest }: UpstreamRequest): Buffer | AsyncIterable<Buffer> | null {
  if (rest !== undefined) return joined(sent, rest);
  if (sent.length === 0) return null;
  return sent.length === 1 ? (sent[0] as Buffer) : Buffer.concat(sent);
}

async function* joined(sent: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* sent;
  yield* rest;
}
