import type { Sealer } from '../store/sealer.ts';
import type { StoredFeed } from '../store/state/index.ts';
import type { FeedCredential } from './feed.ts';
import { FeedFault } from './feed-fault.ts';

/** Whose credential it is: it cannot be opened for another feed or another server, whatever is written into the row. */
interface Owner {
  readonly tenant: string;
  readonly name: string;
  readonly url: string;
}

/** Encrypts a feed's credential for its server. */
export function sealCredential(sealer: Sealer, owner: Owner, credential: FeedCredential): Promise<string> {
  return sealer.seal(JSON.stringify(credential), contextOf(owner));
}

/** @throws FeedFault `feed_credential_lost` where the key is another one */
export async function openCredential(sealer: Sealer, feed: StoredFeed): Promise<FeedCredential | undefined> {
  if (feed.credential === null) return undefined;
  const text = await sealer.open(feed.credential, contextOf(feed));
  if (text === undefined)
    throw new FeedFault('feed_credential_lost', { what: 'the credential cannot be read with this key' });
  return JSON.parse(text) as FeedCredential;
}

function contextOf({ tenant, name, url }: Owner): string {
  return `feed ${tenant} ${name} ${new URL(url).origin}`;
}
