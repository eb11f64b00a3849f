import { type IncomingMessage, Agent as PlainAgent, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as TlsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates } from 'node:tls';
import type { FeedCredential, FeedReach } from '../feed.ts';
import { FeedFault } from '../feed-fault.ts';
import { FEED_LIMITS } from '../limits.ts';
import { credentialHeader } from './credential-header.ts';
import { feedUrl, guardedLookup, placeOf } from './reach.ts';

const MEDIA_TYPE = 'application/taxii+json;version=2.1';

/** A resource as it was answered. */
interface Answer {
  readonly text: string;
  /** Bytes before they were read as text. */
  readonly bytes: number;
  /** `X-TAXII-Date-Added-Last`: when the last object of the page came to the collection. */
  readonly addedLast: string | undefined;
  readonly url: URL;
}

/** A conversation with one server. */
export interface Connection extends Disposable {
  /**
   * Asks for a resource, again where the server is busy or away for a moment.
   *
   * @throws FeedFault for whatever keeps it from being read
   */
  get(url: URL): Promise<Answer>;
}

/** Opens a conversation; nothing is sent yet. @param signal ends what is under way, as `feed_too_slow` */
export function connectTo(
  origin: URL,
  credential: FeedCredential | undefined,
  reach: FeedReach,
  signal: AbortSignal,
): Connection {
  const options = { keepAlive: true, maxSockets: 1, lookup: guardedLookup(origin, reach) };
  const agent =
    origin.protocol === 'https:'
      ? new TlsAgent({ ...options, ...authoritiesOf(reach), rejectUnauthorized: true })
      : new PlainAgent(options);
  const headers = { accept: MEDIA_TYPE, 'accept-encoding': 'identity', ...credentialHeader(credential) };
  return {
    get: (url) => patiently(() => ask({ url, origin, agent, headers, reach, signal }), signal),
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function authoritiesOf({ authorities }: FeedReach): { readonly ca?: string[] } {
  return authorities === undefined ? {} : { ca: [...getCACertificates('default'), authorities] };
}

/** What goes away by itself: worth a second try. */
const PASSING = new Set(['feed_unreachable', 'feed_throttled']);

async function patiently(once: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  let waitMs: number = FEED_LIMITS.firstWaitMs;
  for (let tries = 1; ; tries++) {
    try {
      return await once();
    } catch (error) {
      const fault = error as FeedFault;
      const ms = fault.retryAfterMs ?? waitMs;
      if (!PASSING.has(fault.code) || tries >= FEED_LIMITS.tries || ms > FEED_LIMITS.longestWaitMs) throw error;
      waitMs *= 2;
      await sleep(ms, undefined, { signal }).catch(() => {
        throw new FeedFault('feed_too_slow', { what: 'the server took too long', where: fault.where });
      });
    }
  }
}

interface Ask {
  readonly url: URL;
  readonly origin: URL;
  readonly agent: PlainAgent | TlsAgent;
  readonly headers: Readonly<Record<string, string>>;
  readonly reach: FeedReach;
  readonly signal: AbortSignal;
}

async function ask(asked: Ask, redirects = 0): Promise<Answer> {
  const { url, origin, reach } = asked;
  const where = placeOf(url);
  if (url.origin !== origin.origin)
    throw new FeedFault('feed_redirected', { what: 'the server points to another one', where });
  feedUrl(url.href, reach);
  const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(FEED_LIMITS.answerMs)]);
  try {
    const response = await send(asked, signal);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) {
      response.destroy();
      const target = URL.parse(response.headers.location ?? '', url);
      if (target === null || redirects >= FEED_LIMITS.redirects)
        throw new FeedFault('feed_redirected', { what: 'the server points to no other place, or in circles', where });
      return await ask({ ...asked, url: target }, redirects + 1);
    }
    if (status !== 200) {
      response.destroy();
      throw statusFault(status, response, where);
    }
    return { ...(await textOf(response, where)), addedLast: headerOf(response, 'x-taxii-date-added-last'), url };
  } catch (error) {
    throw error instanceof FeedFault ? error : networkFault(error, signal, where);
  }
}

function send({ url, agent, headers }: Ask, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    request(url, { agent, headers, signal, maxHeaderSize: 16_384 }).on('response', resolve).on('error', reject).end();
  });
}

async function textOf(response: IncomingMessage, where: string): Promise<{ text: string; bytes: number }> {
  const type = response.headers['content-type'] ?? '';
  if (!/^application\/(?:taxii\+json|vnd\.oasis\.(?:taxii|stix)\+json|stix\+json|json)\s*(?:;|$)/i.test(type)) {
    response.destroy();
    throw new FeedFault('feed_not_taxii', { what: 'the answer is of another kind than TAXII 2.1', where });
  }
  if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') {
    response.destroy();
    throw new FeedFault('feed_not_taxii', { what: 'the answer is compressed, which was not asked for', where });
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    // Leaving the loop ends the connection.
    if (bytes > FEED_LIMITS.answerBytes)
      throw new FeedFault('feed_too_large', {
        what: `an answer has more than ${FEED_LIMITS.answerBytes} bytes`,
        where,
      });
    parts.push(part);
  }
  return { text: Buffer.concat(parts).toString('utf8'), bytes };
}

function statusFault(status: number, response: IncomingMessage, where: string): FeedFault {
  const what = `the server answered ${status}`;
  const retryAfterMs = retryAfter(headerOf(response, 'retry-after'));
  const after = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 401 || status === 403) return new FeedFault('feed_denied', { what, where });
  if (status === 404) return new FeedFault('feed_not_found', { what, where });
  if (status === 429) return new FeedFault('feed_throttled', { what, where, ...after });
  if (status >= 500) return new FeedFault('feed_unreachable', { what, where, ...after });
  return new FeedFault('feed_not_taxii', { what, where });
}

/** Seconds or a date (RFC 9110, section 10.2.3) in milliseconds from now, a day at the most. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 86_400_000);
}

function headerOf(response: IncomingMessage, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

const TLS_CODES = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_|INVALID_CA)/;

function networkFault(cause: unknown, signal: AbortSignal, where: string): FeedFault {
  if (signal.aborted) return new FeedFault('feed_too_slow', { what: 'the server took too long', where, cause });
  const code = (cause as { code?: unknown }).code;
  const name = typeof code === 'string' ? code : 'no code';
  if (TLS_CODES.test(name))
    return new FeedFault('feed_tls', { what: `the server's certificate is not trusted (${name})`, where, cause });
  return new FeedFault('feed_unreachable', { what: `the server does not answer (${name})`, where, cause });
}
