import { Agent, type ClientRequest as HttpRequest, type IncomingMessage, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { HaechiError } from '@haechi/event';
import { drained } from './http/drained.ts';
import type { Field } from './http/head.ts';
import { WAF_LIMITS } from './limits.ts';

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
interface UpstreamRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Field[];
  /** Pieces that are there already, and those still to come. */
  readonly sent: readonly Buffer[];
  readonly rest?: AsyncIterable<Buffer>;
  /** Tells once when nobody waits for the answer any more; answers how to stop listening. */
  readonly onGone: (then: () => void) => () => void;
}

/** The client went away, so the request was given up. */
export class ClientGone extends Error {}

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
  const secure = parsed.protocol === 'https:';
  const pool = { keepAlive: true, maxSockets: WAF_LIMITS.upstreamConnections, scheduling: 'lifo' as const };
  const agent = secure ? new TlsAgent(pool) : new Agent(pool);
  const where = {
    hostname: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port),
    agent,
    setHost: false,
    timeout: WAF_LIMITS.upstreamMs,
  };
  const once = (wanted: UpstreamRequest): Promise<UpstreamAnswer> =>
    new Promise((resolve, reject) => {
      const { method, target: path, headers } = wanted;
      const sending = (secure ? tlsRequest : request)({ ...where, method, path, headers: headers.flat() });
      sending.once('response', (message) => resolve(answerOf(message)));
      sending.once('upgrade', (message, socket, head) => {
        // Until somebody takes the connection over nobody else listens: an error would end the process.
        socket.on('error', () => socket.destroy());
        resolve({ ...answerOf(message), upgraded: { socket, head }, cancel: () => socket.destroy() });
      });
      sending.once('timeout', () => sending.destroy(new Error('the upstream did not answer in time')));
      sending.once(
        'close',
        wanted.onGone(() => sending.destroy(new ClientGone('the client has gone'))),
      );
      sending.on('error', (error) => reject(Object.assign(error, { reused: sending.reusedSocket })));
      feed(sending, wanted).catch((error: unknown) => sending.destroy(error as Error));
    });
  return {
    host: parsed.host,
    async send(wanted) {
      for (;;) {
        try {
          return await once(wanted);
        } catch (error) {
          // A kept connection that the upstream closed meanwhile: the request never reached it.
          const stale =
            (error as { reused?: boolean }).reused === true && (error as { code?: string }).code === 'ECONNRESET';
          if (!stale || wanted.rest !== undefined || !SAFE.has(wanted.method)) throw error;
        }
      }
    },
    close: () => agent.destroy(),
  };
}

/** Methods that may be sent twice (RFC 9110, section 9.2.2). */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

async function feed(sending: HttpRequest, { sent, rest }: UpstreamRequest): Promise<void> {
  for (const piece of sent) sending.write(piece);
  for await (const piece of rest ?? []) {
    if (sending.destroyed) return;
    if (!sending.write(piece)) await drained(sending);
  }
  sending.end();
}

function answerOf(message: IncomingMessage): UpstreamAnswer {
  const { rawHeaders } = message;
  const headers: Field[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return {
    status: message.statusCode ?? 502,
    reason: message.statusMessage ?? '',
    headers,
    body: message,
    cancel: () => message.destroy(),
  };
}
