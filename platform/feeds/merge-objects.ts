import { createHash } from 'node:crypto';
import type { Indicator } from '../enrich/indicator.ts';
import { patternIndicators } from '../enrich/stix-pattern.ts';
import { FeedFault } from './feed-fault.ts';
import { FEED_LIMITS } from './limits.ts';
import { sortableTime } from './stix-time.ts';

/** The newest version seen of one STIX indicator. */
export interface HeldObject {
  readonly id: string;
  /** `modified` of that version, as `sortableTime` writes it. */
  readonly version: string;
  /** What its pattern says, with the end of its validity; empty where it is not used. */
  readonly indicators: readonly Indicator[];
  /** Why it is not used. */
  readonly unused?: 'revoked' | 'pattern_unsupported';
}

/** What is known of a feed's objects. */
export interface Merged {
  readonly held: Map<string, HeldObject>;
  /** Digests of indicators that miss what STIX requires: no id, no time. */
  readonly malformed: Set<string>;
}

/** Begins with what was held after the last poll. */
export function mergedFrom(held: readonly HeldObject[]): Merged {
  return { held: new Map(held.map((object) => [object.id, object])), malformed: new Set() };
}

/**
 * Takes up the objects of a page. Of each id the newest version stays, whatever order pages come in and however often; of
 * two that say the same time, the one that says less.
 *
 * @returns how many of them were taken up
 * @throws FeedFault `feed_too_large`
 */
export function mergePage({ held, malformed }: Merged, objects: readonly unknown[]): number {
  let taken = 0;
  for (const object of objects) {
    if (typeof object !== 'object' || object === null || (object as StixIndicator).type !== 'indicator') continue;
    const read = readObject(object);
    if (read === undefined) malformed.add(createHash('sha256').update(JSON.stringify(object)).digest('base64'));
    else {
      const known = held.get(read.id);
      if (known === undefined || isNewer(read, known)) {
        held.set(read.id, read);
        taken++;
      }
    }
    if (held.size + malformed.size > FEED_LIMITS.heldObjects)
      throw new FeedFault('feed_too_large', { what: `the feed has more than ${FEED_LIMITS.heldObjects} indicators` });
  }
  return taken;
}

interface StixIndicator {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly created?: unknown;
  readonly modified?: unknown;
  readonly pattern?: unknown;
  readonly pattern_type?: unknown;
  readonly valid_until?: unknown;
  readonly revoked?: unknown;
}

const ID = /^indicator--[A-Za-z0-9._-]{1,64}$/;

function readObject(object: StixIndicator): HeldObject | undefined {
  const { id, pattern, pattern_type: kind = 'stix', valid_until: end } = object;
  const version = sortableTime(object.modified ?? object.created);
  const until = end === undefined ? undefined : sortableTime(end);
  if (typeof id !== 'string' || !ID.test(id) || version === undefined) return undefined;
  if (end !== undefined && until === undefined) return undefined;
  if (object.revoked === true) return { id, version, indicators: [], unused: 'revoked' };
  const found = kind === 'stix' && typeof pattern === 'string' ? patternIndicators(pattern) : undefined;
  if (found === undefined) return { id, version, indicators: [], unused: 'pattern_unsupported' };
  if (until === undefined) return { id, version, indicators: found };
  const iso = new Date(until).toISOString();
  return { id, version, indicators: found.map((indicator) => ({ ...indicator, until: iso })) };
}

const RANKS = { revoked: 2, pattern_unsupported: 1, used: 0 } as const;

function isNewer(one: HeldObject, known: HeldObject): boolean {
  if (one.version !== known.version) return one.version > known.version;
  const [rank, knownRank] = [RANKS[one.unused ?? 'used'], RANKS[known.unused ?? 'used']];
  if (rank !== knownRank) return rank > knownRank;
  // Two contents under one id and time break STIX's rules; any order that is always the same will do.
  return JSON.stringify(one.indicators) < JSON.stringify(known.indicators);
}
