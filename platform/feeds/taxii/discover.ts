import { COLLECTION_ID, type FeedCredential, type FeedReach } from '../feed.ts';
import { FeedFault, type FeedProblem } from '../feed-fault.ts';
import { FEED_LIMITS } from '../limits.ts';
import { type Connection, connectTo } from './connection.ts';
import { readObject } from './envelope.ts';
import { rootUrl } from './fetch-collection.ts';
import { feedUrl, placeOf } from './reach.ts';

/** A collection that may be subscribed to. */
interface FoundCollection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly canRead: boolean;
}

/** An API root with its collections, or why they could not be listed. */
export interface FoundRoot {
  readonly url: string;
  readonly title: string;
  readonly collections: readonly FoundCollection[];
  readonly problem?: FeedProblem;
}

/**
 * Looks around an address (TAXII 2.1, sections 4.1, 4.2 and 5.1): the server's discovery, or one of its API roots. Of an
 * address without a path `/taxii2/` is asked. API roots on other servers are named and not asked: the credential is
 * not theirs.
 *
 * @throws FeedFault where the address itself cannot be read
 */
export async function discover(
  text: string,
  credential: FeedCredential | undefined,
  reach: FeedReach,
  signal: AbortSignal,
): Promise<FoundRoot[]> {
  const url = rootUrl(text, reach);
  if (url.pathname === '/') url.pathname = '/taxii2/';
  using connection = connectTo(url, credential, reach, signal);
  const answer = await connection.get(url);
  const found = readObject(answer.text, placeOf(url));
  if (!Array.isArray(found['api_roots'])) {
    if (!Array.isArray(found['versions']))
      throw new FeedFault('feed_not_taxii', {
        what: 'this is neither a discovery nor an API root',
        where: placeOf(url),
      });
    return [{ ...(await listCollections(connection, answer.url)), title: short(found['title']) }];
  }
  const roots: FoundRoot[] = [];
  for (const each of found['api_roots'].slice(0, FEED_LIMITS.apiRoots)) {
    const root = typeof each === 'string' ? URL.parse(each, url) : null;
    if (root !== null) roots.push(await lookInto(connection, url, root, reach));
  }
  return roots;
}

async function lookInto(connection: Connection, from: URL, address: URL, reach: FeedReach): Promise<FoundRoot> {
  try {
    const root = rootUrl(feedUrl(address.href, reach).href, reach);
    if (root.origin !== from.origin) return unread(root, 'feed_redirected');
    const about = readObject((await connection.get(root)).text, placeOf(root));
    return { ...(await listCollections(connection, root)), title: short(about['title']) };
  } catch (error) {
    if (error instanceof FeedFault) return unread(address, error.code);
    throw error;
  }
}

function unread(url: URL, problem: FeedProblem): FoundRoot {
  return { url: placeOf(url), title: '', collections: [], problem };
}

async function listCollections(connection: Connection, root: URL): Promise<Omit<FoundRoot, 'title'>> {
  const url = new URL('collections/', root);
  const { collections = [] } = readObject((await connection.get(url)).text, placeOf(url));
  const found = Array.isArray(collections) ? collections.slice(0, FEED_LIMITS.collections) : [];
  return { url: placeOf(root), collections: found.flatMap(readCollection) };
}

const ID = new RegExp(COLLECTION_ID);

function readCollection(value: unknown): FoundCollection[] {
  const { id, title, description, can_read: canRead } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || !ID.test(id)) return [];
  return [{ id, title: short(title), description: short(description), canRead: canRead === true }];
}

function short(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, FEED_LIMITS.titleChars) : '';
}
