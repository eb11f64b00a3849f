import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { ENRICH_LIMITS } from './limits.ts';

/** The country of a public address, ISO 3166-1 alpha-2; `undefined` where it has none. */
export type CountryOf = (ip: string) => string | undefined;

const PACKAGE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
/** Private, shared, loopback, link-local and multicast space (RFC 6890): no look-up. */
const LOCAL =
  /^(?:10\.|127\.|0\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|22[4-9]\.|2[345]\d\.|::|f[cdef])/;

/** Opens the database that comes with Haechi (registries' data, CC0). */
export function openCountries(): CountryOf {
  const file = fileURLToPath(import.meta.resolve(PACKAGE));
  const reader = new Reader<CountryResponse & { readonly country_code?: string }>(readFileSync(file));
  const memory = new Map<string, string | undefined>();
  return (ip) => {
    if (LOCAL.test(ip)) return undefined;
    if (memory.has(ip)) return memory.get(ip);
    if (memory.size >= ENRICH_LIMITS.rememberedAddresses) memory.clear();
    const found = lookUp(ip);
    memory.set(ip, found);
    return found;
  };

  function lookUp(ip: string): string | undefined {
    try {
      return reader.get(ip)?.country_code;
    } catch {
      return undefined;
    }
  }
}
