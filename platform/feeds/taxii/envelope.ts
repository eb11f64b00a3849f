import { FeedFault } from '../feed-fault.ts';
import { FEED_LIMITS } from '../limits.ts';

/** A page of objects (TAXII 2.1, section 3.7). */
export interface Envelope {
  readonly objects: readonly unknown[];
  readonly more: boolean;
  readonly next: string | undefined;
}

/** @throws FeedFault `feed_not_taxii` */
export function readEnvelope(text: string, where: string): Envelope {
  const { objects = [], more = false, next } = readObject(text, where);
  if (!Array.isArray(objects) || typeof more !== 'boolean') throw notTaxii('this is no envelope of objects', where);
  return { objects, more, next: typeof next === 'string' && next !== '' ? next : undefined };
}

/**
 * Parses the JSON object that every TAXII resource is. Its depth is looked at first: what walks it later may recurse.
 *
 * @throws FeedFault `feed_not_taxii`, `feed_too_large`
 */
export function readObject(text: string, where: string): Readonly<Record<string, unknown>> {
  if (depthOf(text) > FEED_LIMITS.depth)
    throw new FeedFault('feed_too_large', { what: `the answer is nested deeper than ${FEED_LIMITS.depth}`, where });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new FeedFault('feed_not_taxii', { what: 'the answer is no JSON', where, cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw notTaxii('the answer is no JSON object', where);
  return parsed as Readonly<Record<string, unknown>>;
}

/** Most brackets that are open at once outside of strings. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > most) most = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return most;
}

function notTaxii(what: string, where: string): FeedFault {
  return new FeedFault('feed_not_taxii', { what, where });
}
