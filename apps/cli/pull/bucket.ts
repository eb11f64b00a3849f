import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { HaechiError } from '@haechi/event';
import { AwsV4Signer } from 'aws4fetch';
import { pause } from '../sending/pause.ts';
import type { Credentials } from './credentials.ts';
import { PULL_LIMITS } from './limits.ts';
import { type ListedObject, type ListingPage, readError, readListing } from './read-xml.ts';

/** Where a bucket is and who asks. */
export interface BucketOptions {
  /** Ends with `/`: keys and queries are put behind it. */
  readonly base: URL;
  readonly prefix: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly waiting: (reason: string, ms: number) => void;
}

/** What became of asking for an object. */
export type OpenedObject =
  | { readonly kind: 'open'; readonly body: IncomingMessage }
  /** Removed or replaced since it was listed. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Codes by which it is the keys that are not taken, whatever the object. */
const DENIED = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
  'RequestTimeTooSkewed',
]);

/**
 * One page of the bucket's keys, in their order.
 *
 * @throws HaechiError `pull_denied`, `pull_unreachable`, `pull_listing_invalid`
 */
export async function listPage(
  options: BucketOptions,
  from: { readonly after: string | undefined; readonly token: string | undefined },
  signal: AbortSignal,
): Promise<ListingPage> {
  const query = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', prefix: options.prefix });
  if (from.token !== undefined) query.set('continuation-token', from.token);
  else if (from.after !== undefined) query.set('start-after', from.after);
  const answer = await patiently(options, '', query, {}, signal);
  if (answer.kind === 'failed')
    throw new HaechiError('pull_unreachable', {
      what: `the bucket cannot be listed (${answer.reason})`,
      where: options.base.href,
      values: { reason: answer.reason },
      remedy: 'check --endpoint, --region and the network, then start again; it goes on where it stopped',
    });
  if (answer.status !== 200) throw denied(options, answer);
  const page = readListing(answer.text);
  if (page !== undefined) return page;
  throw new HaechiError('pull_listing_invalid', {
    what: 'the answer is no listing of a bucket (ListObjectsV2)',
    where: options.base.href,
    remedy: 'check that --endpoint is the address of the S3 API, not of a console or a proxy',
  });
}

/** Asks for an object as it was listed. @throws HaechiError `pull_denied` when the keys are not taken */
export async function openObject(
  options: BucketOptions,
  { key, etag }: Pick<ListedObject, 'key' | 'etag'>,
  signal: AbortSignal,
): Promise<OpenedObject> {
  const condition = /^[!-~]{1,200}$/.test(etag) ? { 'if-match': etag } : {};
  const answer = await patiently(options, key, new URLSearchParams(), condition, signal);
  if (answer.kind === 'failed' || answer.kind === 'open') return answer;
  if (answer.status === 404 || answer.status === 412) return { kind: 'gone' };
  if (DENIED.has(readError(answer.text).code)) throw denied(options, answer);
  return { kind: 'failed', reason: reasonOf(answer) };
}

type Answer =
  | { readonly kind: 'open'; readonly status: 200; readonly body: IncomingMessage; readonly text: '' }
  | { readonly kind: 'text'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Sends a request until it is answered: a store that is busy or away is waited for. */
async function patiently(
  options: BucketOptions,
  key: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Answer> {
  let waitMs: number = PULL_LIMITS.firstWaitMs;
  for (let tries = 1; ; tries++) {
    let reason: string;
    let afterMs: number | undefined;
    try {
      const response = await send(options, key, query, headers, signal);
      const status = response.statusCode ?? 0;
      if (status === 200 && key !== '') return { kind: 'open', status, body: response, text: '' };
      const text = await textOf(response, status === 200 ? PULL_LIMITS.listingBytes : PULL_LIMITS.errorBytes);
      if (status !== 429 && status < 500) return { kind: 'text', status, text };
      reason = reasonOf({ status, text });
      const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
      afterMs = seconds >= 0 ? Math.min(seconds * 1_000, PULL_LIMITS.longestWaitMs) : undefined;
    } catch (error) {
      reason = error instanceof Error && error.message !== '' ? error.message : String(error);
    }
    if (tries >= PULL_LIMITS.requestTries || signal.aborted) return { kind: 'failed', reason };
    // Half fixed, half random: many senders do not come back together.
    const ms = afterMs ?? waitMs / 2 + (Math.random() * waitMs) / 2;
    waitMs = Math.min(waitMs * 2, PULL_LIMITS.longestWaitMs);
    options.waiting(reason, ms);
    await pause(ms, signal);
  }
}

/** One signed request (AWS Signature Version 4). The path goes out as it was signed: `..` in a key is a part of its name. */
async function send(
  { base, region, credentials }: BucketOptions,
  key: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(base);
  url.search = query.toString();
  const signer = new AwsV4Signer({ url: url.href, headers, service: 's3', region, ...credentials });
  signer.encodedPath = base.pathname + key.split('/').map(encodeSegment).join('/');
  const signed = await signer.sign();
  const path = signer.encodedPath + (signer.encodedSearch === '' ? '' : `?${signer.encodedSearch}`);
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    path,
    headers: { ...Object.fromEntries(signed.headers), host: url.host },
    signal,
  });
  return new Promise((resolve, reject) => {
    request.setTimeout(PULL_LIMITS.quietMs, () => request.destroy(new Error('no answer in time')));
    request.on('response', resolve).on('error', reject).end();
  });
}

/** RFC 3986, as Signature Version 4 wants it. @throws URIError for half a surrogate pair */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
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

function reasonOf({ status, text }: { readonly status: number; readonly text: string }): string {
  const { code, message } = readError(text);
  return `${status} ${code} ${message}`.trim();
}

function denied(options: BucketOptions, answer: { readonly status: number; readonly text: string }): HaechiError {
  return new HaechiError('pull_denied', {
    what: `the object store refuses the request (${reasonOf(answer)})`,
    where: options.base.href,
    values: { reason: reasonOf(answer) },
    remedy:
      'check the keys, --region and the name of the bucket; the identity needs s3:ListBucket on the bucket and s3:GetObject below the prefix',
  });
}
