import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { FeedReach } from '../feed.ts';
import { FeedFault } from '../feed-fault.ts';
import { FEED_LIMITS } from '../limits.ts';

/** Addresses at which clouds answer a machine about itself, where they are not link-local. */
const METADATA = new Set(['100.100.100.200', 'fd00:ec2::254', '192.0.0.192']);
/** Private networks (RFC 1918, RFC 4193) and a provider's own (RFC 6598). */
const INSIDE = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);

/**
 * Reads the address of a feed: https alone, or http to this machine where that is allowed.
 *
 * @throws FeedFault `feed_address_refused`
 */
export function feedUrl(text: string, reach: FeedReach): URL {
  const url = text.length <= FEED_LIMITS.urlChars ? URL.parse(text) : null;
  if (url === null) throw refused('this is no address of a server', '');
  const where = placeOf(url);
  if (url.username !== '' || url.password !== '') throw refused('a credential does not belong into the address', where);
  if (url.protocol !== 'https:' && !(reach.loopback && url.protocol === 'http:'))
    throw refused('the address must begin with https://', where);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(literal) && !mayReach(literal, url, reach)) throw refused('that address is not asked', where);
  return url;
}

/**
 * Name resolution that gives only addresses that may be asked. The connection is made to what was looked at, so that a
 * name cannot point elsewhere a moment later.
 */
export function guardedLookup(url: URL, reach: FeedReach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = (error === null ? found : []) as LookupAddress[];
      const bad = addresses.find(({ address }) => !mayReach(address, url, reach));
      const [first] = addresses;
      if (error !== null) callback(error, '');
      else if (bad !== undefined || first === undefined)
        callback(refused('the name stands for an address that is not asked', placeOf(url)), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Server and path: what may stand in a message. */
export function placeOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function mayReach(text: string, { protocol }: URL, reach: FeedReach): boolean {
  const address = ipaddr.process(text.replace(/%.*$/, ''));
  const range = address.range();
  if (range === 'loopback') return reach.loopback;
  if (protocol !== 'https:' || METADATA.has(address.toString())) return false;
  // NAT64 (RFC 6052) carries an IPv4 address in its last four bytes.
  if (range === 'rfc6052') return mayReach(address.toByteArray().slice(12).join('.'), new URL('https://x'), reach);
  return range === 'unicast' || (reach.inside && INSIDE.has(range));
}

function refused(what: string, where: string): FeedFault {
  return new FeedFault('feed_address_refused', { what, where });
}
