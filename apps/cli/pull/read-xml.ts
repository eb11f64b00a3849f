import { SaxesParser } from 'saxes';
import { PULL_LIMITS } from './limits.ts';

/** One page of ListObjectsV2 (Amazon S3 API Reference, "ListObjectsV2", response elements). */
export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** Whether there are more keys behind it. */
  readonly isCut: boolean;
  /** Token of the next page, where the store gives one. */
  readonly next: string | undefined;
}

/** An object as a listing names it. */
export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedMs: number;
}

/**
 * Reads a page of a listing; `undefined` when it is none. Entities beyond XML's own five, document types and deep nesting
 * make it none; how long it may be is for the caller.
 */
export function readListing(xml: string): ListingPage | undefined {
  const objects: ListedObject[] = [];
  const page = new Map<string, string>();
  let object = new Map<string, string>();
  const isRead = readLeaves(xml, (path, text) => {
    if (path.length === 3 && path[1] === 'Contents') object.set(path[2]!, text);
    else if (path.length === 2 && path[1] === 'Contents') {
      objects.push(objectOf(object));
      object = new Map();
    } else if (path.length === 2 && path[0] === 'ListBucketResult') page.set(path[1]!, text);
  });
  if (!isRead || !page.has('IsTruncated')) return undefined;
  const isEncoded = page.get('EncodingType') === 'url';
  const decoded = isEncoded ? objects.map((one) => ({ ...one, key: decodeKey(one.key) })) : objects;
  if (
    decoded.some(({ key, bytes, modifiedMs }) => key === '' || !Number.isSafeInteger(bytes) || Number.isNaN(modifiedMs))
  )
    return undefined;
  return {
    objects: decoded,
    isCut: page.get('IsTruncated') === 'true',
    next: page.get('NextContinuationToken') || undefined,
  };
}

/** Code and message of an error's body ("Error responses"), and the region that it names; empty where there is none. */
export function readError(xml: string): { readonly code: string; readonly message: string; readonly region: string } {
  const error = new Map<string, string>();
  readLeaves(xml, (path, text) => {
    if (path.length === 2 && path[0] === 'Error') error.set(path[1]!, text);
  });
  const field = (name: string, most: number): string => (error.get(name) ?? '').slice(0, most);
  return { code: field('Code', 64), message: field('Message', 200), region: field('Region', 64) };
}

function objectOf(object: ReadonlyMap<string, string>): ListedObject {
  return {
    key: object.get('Key') ?? '',
    etag: object.get('ETag') ?? '',
    bytes: Number(object.get('Size') ?? Number.NaN),
    modifiedMs: Date.parse(object.get('LastModified') ?? ''),
  };
}

/** Keys come as in a form: blanks are plus signs. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

/** Tells of every element as it closes; false when the text is not well formed or goes past the limits. */
function readLeaves(xml: string, closed: (path: readonly string[], text: string) => void): boolean {
  const parser = new SaxesParser({ position: false });
  const path: string[] = [];
  let text = '';
  let isFailed = false;
  const fail = (): void => {
    isFailed = true;
  };
  parser.on('error', fail);
  parser.on('doctype', fail);
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
    if (path.length > PULL_LIMITS.listingDepth) fail();
  });
  parser.on('text', (more) => void (text += more));
  parser.on('cdata', (more) => void (text += more));
  parser.on('closetag', () => {
    if (!isFailed) closed(path, text);
    path.pop();
    text = '';
  });
  parser.write(xml);
  if (!isFailed) parser.close();
  return !isFailed;
}
