import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pause } from '../sending/pause.ts';
import type { Credentials } from './credentials.ts';
import { PULL_LIMITS } from './limits.ts';
import { isRegion } from './location.ts';
import { readError } from './read-xml.ts';
import { type BucketPlace, signed } from './sign.ts';

/** Who asks a store, and how long. */
export interface StoreClient {
  /** Moves to the region that the store names. */
  place: BucketPlace;
  readonly credentials: Credentials;
  /** Where the bucket is in another region; absent where the address is one's own and holds for all. */
  readonly baseIn?: (region: string) => URL;
  /** A store that is busy or away is waited for as long as it takes. */
  readonly isPatient: boolean;
  readonly waiting: (reason: string, ms: number) => void;
}

/** What is asked for: a key, or a listing where it is empty. */
interface StoreRequest {
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

type StoreAnswer =
  | { readonly kind: 'open'; readonly status: 200; readonly body: IncomingMessage; readonly text: '' }
  | { readonly kind: 'text'; readonly status: number; readonly text: string }
  /** @property isAway it is the store that is busy or cannot be reached, whatever is asked for */
  | { readonly kind: 'failed'; readonly isAway: boolean; readonly reason: string };

/** Answers by which a store says that a bucket is in another region ("Request redirection and the REST API"). */
const ELSEWHERE: ReadonlySet<number> = new Set([301, 307, 400]);
/** A store that sends us on more often than this sends us in a circle. */
const MOST_MOVES = 3;

/** Sends a request until it is answered: a store that is busy or away is waited for. */
export async function ask(client: StoreClient, request: StoreRequest, signal: AbortSignal): Promise<StoreAnswer> {
  let waitMs: number = PULL_LIMITS.firstWaitMs;
  let moves = 0;
  for (let tries = 1; ; tries++) {
    let reason: string;
    let afterMs: number | undefined;
    let isAway = true;
    try {
      const response = await send(client, request, signal);
      const status = response.statusCode ?? 0;
      if (status === 200 && request.key !== '') return { kind: 'open', status, body: response, text: '' };
      const text = await textOf(response, status === 200 ? PULL_LIMITS.listingBytes : PULL_LIMITS.errorBytes);
      if (ELSEWHERE.has(status) && moves++ < MOST_MOVES && move(client, response, text)) continue;
      if (status !== 429 && status < 500) return { kind: 'text', status, text };
      reason = reasonOf({ status, text });
      // 500 may be of this object alone; the rest is of the store or of what stands before it.
      isAway = status !== 500;
      const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
      afterMs = seconds >= 0 ? Math.min(seconds * 1_000, PULL_LIMITS.longestWaitMs) : undefined;
    } catch (error) {
      reason = error instanceof Error && error.message !== '' ? error.message : String(error);
    }
    const isEnough = tries >= PULL_LIMITS.requestTries && !(client.isPatient && isAway);
    if (isEnough || signal.aborted) return { kind: 'failed', isAway, reason };
    // Half fixed, half random: many senders do not come back together.
    const ms = afterMs ?? waitMs / 2 + (Math.random() * waitMs) / 2;
    waitMs = Math.min(waitMs * 2, PULL_LIMITS.longestWaitMs);
    client.waiting(reason, ms);
    await pause(ms, signal);
  }
}

/** Follows a bucket to the region that the answer names; the address is made here and never taken from the answer. */
function move(client: StoreClient, { headers }: IncomingMessage, text: string): boolean {
  const said = headers['x-amz-bucket-region'];
  const region = typeof said === 'string' ? said : readError(text).region;
  if (!isRegion(region) || region === client.place.region) return false;
  client.place = { base: client.baseIn?.(region) ?? client.place.base, region };
  return true;
}

async function send(
  { place, credentials }: StoreClient,
  request: StoreRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { url, path, headers } = await signed(place, credentials, request);
  const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { path, headers, signal });
  return new Promise((resolve, reject) => {
    sent.setTimeout(PULL_LIMITS.quietMs, () => sent.destroy(new Error('no answer in time')));
    sent.on('response', resolve).on('error', reject).end();
  });
}

/** @throws Error when it is longer than `most` bytes */
async function textOf(response: IncomingMessage, most: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length;
    // Leaving the loop ends the connection.
    if (bytes > most) throw new Error(`an answer of more than ${most} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** An answer that is a failure, in a line. */
export function reasonOf({ status, text }: { readonly status: number; readonly text: string }): string {
  const { code, message } = readError(text);
  return `${status} ${code} ${message}`.trim();
}
