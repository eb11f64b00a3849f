import type { FeedCredential, FeedReach } from '../feed.ts';
import { FeedFault } from '../feed-fault.ts';
import { FEED_LIMITS } from '../limits.ts';
import { sortableTime } from '../stix-time.ts';
import { connectTo } from './connection.ts';
import { readEnvelope } from './envelope.ts';
import { feedUrl, placeOf } from './reach.ts';

/** A collection and how far it has been read. */
export interface CollectionRead {
  /** Address of the API root. */
  readonly url: string;
  readonly collection: string;
  readonly credential: FeedCredential | undefined;
  /** What came to the collection after that is asked for; absent: everything. */
  readonly addedAfter: string | undefined;
}

/**
 * Reads what has come to a collection (TAXII 2.1, section 5.4), page by page.
 *
 * @param take is given the objects of each page that has some
 * @returns what to ask for next time
 * @throws FeedFault, also after some pages were taken
 */
export async function fetchCollection(
  read: CollectionRead,
  reach: FeedReach,
  signal: AbortSignal,
  take: (objects: readonly unknown[]) => void | Promise<void>,
): Promise<string | undefined> {
  const address = objectsUrl(read, reach);
  using connection = connectTo(address, read.credential, reach, signal);
  let after = read.addedAfter;
  let last = read.addedAfter;
  let next: string | undefined;
  let bytes = 0;
  for (let page = 1; page <= FEED_LIMITS.pages; page++) {
    const answer = await connection.get(pageUrl(address, after, next));
    bytes += answer.bytes;
    if (bytes > FEED_LIMITS.pollBytes) throw tooLarge(`more than ${FEED_LIMITS.pollBytes} bytes came`, address);
    const envelope = readEnvelope(answer.text, placeOf(address));
    if (envelope.objects.length > 0) await take(envelope.objects);
    const added = cursorOf(answer.addedLast);
    if (isLater(added, last)) last = added;
    if (!envelope.more) return last;
    next = envelope.next;
    // A server without `next` is asked on by time; one that neither names stands still.
    if (next === undefined && last === after)
      throw new FeedFault('feed_not_taxii', { what: 'there is more, but not how to get it', where: placeOf(address) });
    if (next === undefined) after = last;
  }
  throw tooLarge(`the collection has more than ${FEED_LIMITS.pages} pages`, address);
}

/** Address of an API root's resources: relative ones need the slash. */
export function rootUrl(text: string, reach: FeedReach): URL {
  const url = feedUrl(text, reach);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  url.search = '';
  url.hash = '';
  return url;
}

function objectsUrl({ url, collection }: CollectionRead, reach: FeedReach): URL {
  return new URL(`collections/${encodeURIComponent(collection)}/objects/`, rootUrl(url, reach));
}

function pageUrl(address: URL, after: string | undefined, next: string | undefined): URL {
  const url = new URL(address);
  if (after !== undefined) url.searchParams.set('added_after', after);
  url.searchParams.set('match[type]', 'indicator');
  url.searchParams.set('limit', String(FEED_LIMITS.pageObjects));
  if (next !== undefined) url.searchParams.set('next', next);
  return url;
}

/** A time as it may be sent back. Some servers write another zone than the UTC that is asked for. */
function cursorOf(value: string | undefined): string | undefined {
  if (value === undefined || sortableTime(value) !== undefined) return value;
  const ms = /[+-]\d\d:?\d\d$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

function isLater(value: string | undefined, last: string | undefined): value is string {
  const time = sortableTime(value);
  const before = sortableTime(last);
  return time !== undefined && (before === undefined || time > before);
}

function tooLarge(what: string, address: URL): FeedFault {
  return new FeedFault('feed_too_large', { what, where: placeOf(address) });
}
