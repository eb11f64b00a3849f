import { fileURLToPath } from 'node:url';
import { type MmdbRecord, openMmdb } from './mmdb.ts';

/** The country of a public address, ISO 3166-1 alpha-2; `undefined` where it has none. */
export type CountryOf = (ip: string) => string | undefined;

const PACKAGE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * Opens the database that comes with Haechi (registries' data, CC0), or an operator's own.
 *
 * @param file MMDB with `country.iso_code` or `country_code`
 * @throws HaechiError `address_database_unreadable`, `address_database_invalid`
 */
export function openCountries(file: string = fileURLToPath(import.meta.resolve(PACKAGE))): CountryOf {
  return openMmdb(file, countryIn);
}

function countryIn({ country, country_code: code = country?.iso_code }: MmdbRecord): string | undefined {
  return typeof code === 'string' && code !== '' ? code : undefined;
}
