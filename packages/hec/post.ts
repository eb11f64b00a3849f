import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { HaechiError } from '@haechi/event';

/** A Splunk HTTP Event Collector: Haechi's own, Splunk's, or any that speaks it. */
export interface HecTarget {
  readonly url: URL;
  readonly token: string;
}

/** What became of a request with events. */
export type Delivery =
  | { readonly kind: 'taken' }
  /** Those before this one, counted from 0, were taken; those behind were not read. */
  | { readonly kind: 'refused'; readonly event: number; readonly reason: string }
  /** The request as a whole is at fault: too large, or an event in it that is not named. */
  | { readonly kind: 'too_much'; readonly reason: string }
  /** The token is wrong or switched off: no event is at fault. */
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'later'; readonly afterMs: number | undefined; readonly reason: string };

const EVENT_PATH = '/services/collector/event';
const ANSWER_MS = 60_000;
/** Longest wait that a `Retry-After` may ask for. */
const MOST_AFTER_MS = 300_000;
const compress = promisify(gzip);

/**
 * Reads the address of a collector; without a path it is the usual one for events.
 *
 * @throws HaechiError `hec_url_invalid`, `hec_token_invalid`
 */
export function hecTarget(address: string, token: string): HecTarget {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
    throw new HaechiError('hec_url_invalid', {
      what: 'the address of the event collector cannot be used',
      where: url === undefined ? address : `${url.protocol}//${url.host}`,
      remedy: 'write http(s)://host:port; the token goes in a file, never in the address',
    });
  if (!/^[!-~]{1,1024}$/.test(token))
    throw new HaechiError('hec_token_invalid', {
      what: 'the token of the event collector is empty or holds characters that no header can carry',
      remedy: 'put the token alone into the file',
    });
  if (url.pathname === '/') url.pathname = EVENT_PATH;
  return { url, token };
}

/**
 * Sends events once.
 *
 * @param events HEC envelopes (`{"time":…,"event":…}`), each as JSON text
 * @returns what the collector made of them; a fault of the network is `later`
 */
export async function post(target: HecTarget, events: readonly string[], signal: AbortSignal): Promise<Delivery> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(target.url, {
      method: 'POST',
      headers: {
        authorization: `Splunk ${target.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      body: await compress(events.join('\n')),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    text = (await response.text()).slice(0, 2_000);
  } catch (error) {
    return { kind: 'later', afterMs: undefined, reason: networkReason(error) };
  }
  return judge(response.status, text, response.headers.get('retry-after') ?? undefined);
}

/** Reads an answer ("Troubleshoot HTTP Event Collector", status codes). */
export function judge(status: number, text: string, retryAfter: string | undefined): Delivery {
  const body = parsed(text);
  const reason = `${status} ${typeof body['text'] === 'string' ? body['text'] : text.slice(0, 200)}`.trim();
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status === 401 || status === 403) return { kind: 'denied', reason };
  const event = body['invalid-event-number'];
  if (status === 400 && Number.isSafeInteger(event) && (event as number) >= 0)
    return { kind: 'refused', event: event as number, reason };
  if (status === 400 || status === 413 || status === 415) return { kind: 'too_much', reason };
  return { kind: 'later', afterMs: afterMs(retryAfter), reason };
}

function afterMs(retryAfter: string | undefined): number | undefined {
  const seconds = retryAfter === undefined || retryAfter.trim() === '' ? Number.NaN : Number(retryAfter);
  return seconds >= 0 ? Math.min(seconds * 1000, MOST_AFTER_MS) : undefined;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function networkReason(error: unknown): string {
  const { message, cause } = error as Error & { cause?: Error };
  return cause?.message === undefined || cause.message === '' ? message : cause.message;
}
