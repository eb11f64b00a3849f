import type { IncomingMessage } from 'node:http';
import { HaechiError } from '@haechi/event';
import { type ListedObject, type ListingPage, readError, readListing } from './read-xml.ts';
import { ask, reasonOf, type StoreClient } from './store-request.ts';

/** A bucket that is read below a prefix. */
export interface Bucket extends StoreClient {
  readonly prefix: string;
}

/** What became of asking for an object. */
export type OpenedObject =
  | { readonly kind: 'open'; readonly body: IncomingMessage }
  /** Removed or replaced since it was listed. */
  | { readonly kind: 'gone' }
  /** In an archive (Glacier), and not restored from it. */
  | { readonly kind: 'frozen' }
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
  bucket: Bucket,
  from: { readonly after: string | undefined; readonly token: string | undefined },
  signal: AbortSignal,
): Promise<ListingPage> {
  const query = new URLSearchParams({ 'list-type': '2', 'encoding-type': 'url', prefix: bucket.prefix });
  if (from.token !== undefined) query.set('continuation-token', from.token);
  else if (from.after !== undefined) query.set('start-after', from.after);
  const answer = await ask(bucket, { key: '', query, headers: {} }, signal);
  if (answer.kind === 'failed') throw unreachable(bucket, answer.reason);
  if (answer.status !== 200) throw denied(bucket, answer);
  const page = readListing(answer.text);
  if (page === undefined) throw listingInvalid(bucket);
  return page;
}

/**
 * Asks for an object as it was listed.
 *
 * @throws HaechiError `pull_denied` when the keys are not taken, `pull_unreachable` when the store is busy or away
 */
export async function openObject(
  bucket: Bucket,
  { key, etag }: Pick<ListedObject, 'key' | 'etag'>,
  signal: AbortSignal,
): Promise<OpenedObject> {
  const headers = /^[!-~]{1,200}$/.test(etag) ? { 'if-match': etag } : {};
  const answer = await ask(bucket, { key, query: new URLSearchParams(), headers }, signal);
  if (answer.kind === 'open') return answer;
  if (answer.kind === 'failed') {
    // No fault of the object: it must not be given up for it.
    if (answer.isAway) throw unreachable(bucket, answer.reason);
    return answer;
  }
  if (answer.status === 404 || answer.status === 412) return { kind: 'gone' };
  const { code } = readError(answer.text);
  if (code === 'InvalidObjectState') return { kind: 'frozen' };
  if (DENIED.has(code)) throw denied(bucket, answer);
  return { kind: 'failed', reason: reasonOf(answer) };
}

/** A page that does not say what comes behind it, or says the same again. */
export function listingInvalid({ place }: Bucket): HaechiError {
  return new HaechiError('pull_listing_invalid', {
    what: 'the answer is no listing of a bucket (ListObjectsV2)',
    where: place.base.href,
    remedy: 'check that --endpoint is the address of the S3 API, not of a console or a proxy',
  });
}

function unreachable({ place }: Bucket, reason: string): HaechiError {
  return new HaechiError('pull_unreachable', {
    what: `the object store cannot be read (${reason})`,
    where: place.base.href,
    values: { reason },
    remedy: 'check --endpoint, --region and the network, then start again; it goes on where it stopped',
  });
}

function denied({ place }: Bucket, answer: { readonly status: number; readonly text: string }): HaechiError {
  const reason = reasonOf(answer);
  return new HaechiError('pull_denied', {
    what: `the object store refuses the request (${reason})`,
    where: place.base.href,
    values: { reason },
    remedy:
      'check the keys, --region and the name of the bucket; the identity needs s3:ListBucket on the bucket and s3:GetObject below the prefix',
  });
}
