import type { EcsAs } from './as-table.ts';
import { openCountries } from './countries.ts';
import { ENRICH_LIMITS } from './limits.ts';
import { openSystems, openSystemsIn } from './systems.ts';

/** What the world knows of a public address. */
interface AddressFacts {
  /** ISO 3166-1 alpha-2. */
  readonly country: string | undefined;
  readonly as: EcsAs | undefined;
}

/** `undefined` for addresses that are not public. */
export type FactsOf = (ip: string) => AddressFacts | undefined;

/** Where facts come from; what is absent comes with Haechi. */
export interface AddressSources {
  /** MMDB of countries. */
  readonly countryDatabase?: string;
  /** MMDB of autonomous systems. */
  readonly asnDatabase?: string;
  /** Folder in which tables that were read are kept between starts. */
  readonly cache?: string;
}

/**
 * Sees that the databases of an operator can be used, before a thread opens them that could not say so.
 *
 * @throws HaechiError `address_database_unreadable`, `address_database_invalid`
 */
export function checkAddressDatabases({ countryDatabase, asnDatabase }: AddressSources): void {
  if (countryDatabase !== undefined) openCountries(countryDatabase);
  if (asnDatabase !== undefined) openSystemsIn(asnDatabase);
}

/** Private, shared, loopback, link-local and multicast space (RFC 6890): no look-up. */
const LOCAL =
  /^(?:10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|22[4-9]\.|2[345]\d\.|::|f[cdef])/;
/** Before an IPv4 address that is written as one of IPv6 (RFC 4291, section 2.5.5.2). */
const MAPPED = '::ffff:';

/**
 * Opens the databases.
 *
 * @throws HaechiError `address_database_unreadable`, `address_database_invalid`
 */
export function openAddressFacts({ countryDatabase, asnDatabase, cache }: AddressSources = {}): FactsOf {
  const countryOf = openCountries(countryDatabase);
  const asOf = asnDatabase === undefined ? openSystems(cache) : openSystemsIn(asnDatabase);
  const memory = new Map<string, AddressFacts>();
  return (address) => {
    const ip = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
    if (LOCAL.test(ip)) return undefined;
    let facts = memory.get(ip);
    if (facts !== undefined) return facts;
    if (memory.size >= ENRICH_LIMITS.rememberedAddresses) memory.clear();
    facts = { country: countryOf(ip), as: asOf(ip) };
    memory.set(ip, facts);
    return facts;
  };
}
